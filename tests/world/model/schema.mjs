// The part of JSON Schema that constrained servers keep to.

export function mistakes(value, schema, at = '$') {
  if (schema.anyOf) {
    const tried = schema.anyOf.map((each) => mistakes(value, each, at));
    return tried.some((found) => !found.length) ? [] : [`${at} fits none of anyOf`];
  }
  if (schema.enum && !schema.enum.includes(value)) return [`${at} is none of ${schema.enum}`];
  if (schema.type === 'object') return ofObject(value, schema, at);
  if (schema.type === 'array') return ofArray(value, schema, at);
  return typeof value === schema.type ? [] : [`${at} is no ${schema.type}`];
}

function ofObject(value, schema, at) {
  if (typeof value !== 'object' || value === null) return [`${at} is no object`];
  const missing = (schema.required ?? []).filter((name) => !(name in value));
  const strange = Object.keys(value).filter((name) => !(name in schema.properties));
  const within = Object.entries(value)
    .filter(([name]) => name in schema.properties)
    .flatMap(([name, each]) => mistakes(each, schema.properties[name], `${at}.${name}`));
  return [
    ...missing.map((name) => `${at} lacks ${name}`),
    ...(schema.additionalProperties === false ? strange.map((n) => `${at} has ${n}`) : []),
    ...within,
  ];
}

function ofArray(value, schema, at) {
  if (!Array.isArray(value)) return [`${at} is no array`];
  const long = value.length > (schema.maxItems ?? Infinity) ? [`${at} is too long`] : [];
  return [...long, ...value.flatMap((each, n) => mistakes(each, schema.items, `${at}[${n}]`))];
}

// Something that fits: of anyOf what asks for least.
export function fitting(schema) {
  if (schema.anyOf) {
    const sizes = (each) => Object.keys(each.properties ?? {}).length;
    return fitting([...schema.anyOf].sort((a, b) => sizes(a) - sizes(b))[0]);
  }
  if (schema.enum) return schema.enum[0];
  if (schema.type === 'array') return [];
  if (schema.type !== 'object') return '';
  const named = (schema.required ?? []).map((name) => [name, fitting(schema.properties[name])]);
  return Object.fromEntries(named);
}
