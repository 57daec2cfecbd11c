/** WhatsApp's markup: *bold*, _italic_, ~struck~, ```mono``` and links, as a flat list of pieces. */

const MARKS = [
  { kind: 'code', pattern: /```([\s\S]+?)```/ },
  { kind: 'link', pattern: /(https?:\/\/[^\s<>]+[^\s<>.,;:!?)\]'"])/ },
  { kind: 'strong', pattern: edge('\\*') },
  { kind: 'em', pattern: edge('_') },
  { kind: 's', pattern: edge('~') },
];

// The mark touches its words inside and no word outside, and does not span lines.
function edge(mark) {
  return new RegExp(`(?<![\\p{L}\\p{N}])${mark}(?=\\S)([^\\n]*?\\S)${mark}(?![\\p{L}\\p{N}])`, 'u');
}

/** "a *b*" → [{kind: 'text', text: 'a '}, {kind: 'strong', pieces: [{kind: 'text', text: 'b'}]}] */
export function pieces(text) {
  const found = first(text);
  if (!found) return text ? [{ kind: 'text', text }] : [];
  const { kind, match } = found;
  const inner =
    kind === 'code' || kind === 'link' ? [{ kind: 'text', text: match[1] }] : pieces(match[1]);
  const after = text.slice(match.index + match[0].length);
  return [
    ...pieces(text.slice(0, match.index)),
    { kind, pieces: inner, ...(kind === 'link' && { href: match[1] }) },
    ...pieces(after),
  ];
}

function first(text) {
  return MARKS.map(({ kind, pattern }) => ({ kind, match: pattern.exec(text) }))
    .filter(({ match }) => match)
    .sort((one, other) => one.match.index - other.match.index)[0];
}

const TAGS = { strong: 'strong', em: 'em', s: 's', code: 'code', link: 'a' };

/** The same as nodes. */
export function nodes(text) {
  return pieces(text).map(asNode);
}

function asNode(piece) {
  if (piece.kind === 'text') return document.createTextNode(piece.text);
  const element = document.createElement(TAGS[piece.kind]);
  if (piece.href) Object.assign(element, { href: piece.href, target: '_blank', rel: 'noreferrer' });
  element.append(...piece.pieces.map(asNode));
  return element;
}

/** The words alone, for a line that has no room for markup. */
export const unmarked = (text) => pieces(text).map(wordsOf).join('');

const wordsOf = ({ text, pieces: inner }) => text ?? inner.map(wordsOf).join('');
