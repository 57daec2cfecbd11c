const svg = (box, content) =>
  `<svg viewBox="0 0 ${box}" aria-hidden="true" focusable="false">${content}</svg>`;
const line = (path) =>
  `<path d="${path}" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"/>`;
const solid = (path) => `<path d="${path}" fill="currentColor"/>`;

export const ICONS = {
  tick: svg('18 12', line('M3 6.6 6.4 10 13 2.4')),
  ticks: svg('18 12', line('M1 6.6 4.4 10 11 2.4') + line('M8.4 9.4 9 10 15.6 2.4')),
  plus: svg('24 24', line('M12 5v14M5 12h14')),
  send: svg('24 24', solid('M3.4 20.4 21 12 3.4 3.6 3.3 10l12 2-12 2z')),
  close: svg('24 24', line('M6 6l12 12M18 6 6 18')),
  reply: svg('24 24', line('M9.5 6 4 11.5 9.5 17M4.5 11.5H14a6 6 0 0 1 6 6v.5')),
  list: svg(
    '24 24',
    line('M8.5 7H20M8.5 12H20M8.5 17H20') + solid('M4 6h2v2H4zM4 11h2v2H4zM4 16h2v2H4z'),
  ),
  link: svg(
    '24 24',
    line('M14 5h5v5M19 5l-8 8M17 14v4a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1V8a1 1 0 0 1 1-1h4'),
  ),
  pin: svg(
    '24 24',
    solid(
      'M12 2.5A7 7 0 0 0 5 9.4c0 5 7 12.1 7 12.1s7-7.1 7-12.1a7 7 0 0 0-7-6.9Zm0 9.4a2.5 2.5 0 1 1 0-5 2.5 2.5 0 0 1 0 5Z',
    ),
  ),
  paper: svg(
    '24 24',
    solid('M6 2.5h8l5 5v13a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1v-17a1 1 0 0 1 1-1Zm7.5 1.6V8h3.9z'),
  ),
  photo: svg(
    '24 24',
    solid(
      'M5 4h14a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V6c0-1.1.9-2 2-2Zm0 13.5h14l-4.6-6-3.4 4.3-2.3-2.7ZM8.2 10.4a1.7 1.7 0 1 0 0-3.4 1.7 1.7 0 0 0 0 3.4Z',
    ),
  ),
  voice: svg(
    '24 24',
    solid('M12 14.5a3 3 0 0 0 3-3v-5a3 3 0 0 0-6 0v5a3 3 0 0 0 3 3Z') +
      line('M6 11.5a6 6 0 0 0 12 0M12 17.5V21'),
  ),
  more: svg('24 24', line('M7 10l5 5 5-5')),
  shop: svg(
    '24 24',
    solid(
      'M4.4 3.5h15.2l1.4 5.2a2.8 2.8 0 0 1-5.1 1.5 2.8 2.8 0 0 1-4.7 0h1.6a2.8 2.8 0 0 1-4.7 0A2.8 2.8 0 0 1 3 8.7Zm.1 9.2c.6.3 1.2.4 1.9.4v4.4h5.1v-4.2h2.2v7.2H5.5a1 1 0 0 1-1-1Zm13.1.4c.7 0 1.3-.1 1.9-.4v6.8a1 1 0 0 1-1 1h-3.3v-6.6h2.4Z',
    ),
  ),
  verified: svg(
    '24 24',
    '<path fill="#1daa61" d="m12 1.8 2.6 2 3.3-.2 1 3.1 2.7 1.9-1.1 3.1 1.1 3.1-2.7 1.9-1 3.1-3.3-.2-2.6 2-2.6-2-3.3.2-1-3.1-2.7-1.9 1.1-3.1L2.4 8.6l2.7-1.9 1-3.1 3.3.2z"/><path d="m8 11.8 2.8 2.8L16.2 9" fill="none" stroke="#fff" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round"/>',
  ),
  signs: svg(
    '62 14',
    '<g fill="currentColor"><rect x="1" y="8" width="3" height="5" rx="1"/><rect x="5.5" y="5.5" width="3" height="7.5" rx="1"/><rect x="10" y="3" width="3" height="10" rx="1"/><rect x="14.5" y="1" width="3" height="12" rx="1"/><path d="M29 12.6 31.6 9.500a4 4 0 0 0-5.200 0zM22.300 5.200a10.500 10.500 0 0 1 13.400 0l-1.500 1.700a8.200 8.200 0 0 0-10.400 0zM24.600 7.700a7 7 0 0 1 8.800 0l-1.500 1.700a4.700 4.700 0 0 0-5.800 0z"/><rect x="42" y="2.500" width="16" height="9" rx="2.600" fill="none" stroke="currentColor" stroke-width="1.100"/><rect x="43.700" y="4.200" width="11" height="5.600" rx="1.300"/><rect x="59" y="5.300" width="1.500" height="3.400" rx=".7"/></g>',
  ),
};

/** An element that shows an icon and says nothing. */
export function icon(name, className = '') {
  const span = document.createElement('span');
  span.className = `icon ${className}`.trim();
  span.innerHTML = ICONS[name];
  return span;
}
