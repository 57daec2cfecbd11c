// Lists as REST gives them: a part of them, with where it begins and how many there are.

export function page(name, list, query, { size = 50 } = {}) {
  const offset = Math.max(0, Number.parseInt(query.offset ?? 0, 10) || 0);
  const asked = query.count === undefined ? size : Number.parseInt(query.count, 10);
  // count=0 means all, as it does on a server that allows it.
  const count = Number.isNaN(asked) ? size : asked;
  const sorted = query.sort ? sortBy(list, query.sort) : list;
  const part = count === 0 ? sorted.slice(offset) : sorted.slice(offset, offset + count);
  return { [name]: part, count: part.length, offset, total: list.length };
}

/** `sort` is Mongo's, as JSON: {"ts": -1}. */
function sortBy(list, sort) {
  let order;
  try {
    order = Object.entries(typeof sort === 'string' ? JSON.parse(sort) : sort);
  } catch {
    return list;
  }
  const compare = (a, b) => {
    for (const [field, sign] of order) {
      const [x, y] = [valueAt(a, field), valueAt(b, field)];
      if (x < y) return -sign;
      if (x > y) return sign;
    }
    return 0;
  };
  return [...list].sort(compare);
}

const valueAt = (doc, field) => field.split('.').reduce((value, key) => value?.[key], doc);
