// Line icons, drawn here so that the page needs nothing from elsewhere.

const SHAPES = {
  queue: ["M12 7v5l3 2", "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z"],
  bot: ["M5 9h14v10H5z", "M12 9V5", "M10.500 4.500h3", "M9 13v2", "M15 13v2", "M2.500 13v3", "M21.500 13v3"],
  person: ["M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8z", "M4 20c1-4 4.500-5.500 8-5.500s7 1.500 8 5.500"],
  hash: ["M9 4 7 20", "M17 4l-2 16", "M4 9h16", "M3.500 15h16"],
  lock: ["M6 11h12v9H6z", "M8.500 11V8a3.500 3.500 0 0 1 7 0v3"],
  forward: ["M14 6l6 6-6 6", "M20 12H10a6 6 0 0 0-6 6"],
  back: ["M9 14 4 9l5-5", "M4 9h9a7 7 0 0 1 7 7v3"],
  check: ["M5 12.500l4.500 4.500L19 7.500"],
  close: ["M6 6l12 12", "M18 6 6 18"],
  info: ["M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z", "M12 11v5.500", "M12 7.500v.5"],
  spark: ["M13 3 5 14h6l-1 7 8-11h-6z"],
  clip: [
    "M20 11.500l-8 8a5 5 0 0 1-7-7l8.500-8.500a3.300 3.300 0 0 1 4.700 4.700l-8.500 8.500a1.700 1.700 0 0 1-2.400-2.400l7.700-7.700",
  ],
  send: ["M4 12 20 4l-5 16-3.500-6.500z", "M11.500 13.500 20 4"],
  down: ["M6 9l6 6 6-6"],
  right: ["M9 6l6 6-6 6"],
  left: ["M15 6l-6 6 6 6"],
  dots: ["M5 12h.01", "M12 12h.01", "M19 12h.01"],
  search: ["M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14z", "M16 16l4.500 4.500"],
  file: ["M6 3h8l5 5v13H6z", "M14 3v5h5"],
  phone: [
    "M5 4h4l1.500 5-2.500 1.500a12 12 0 0 0 5.500 5.500l1.500-2.500 5 1.500v4c0 1-1 2-2 2A16 16 0 0 1 3 6c0-1 1-2 2-2z",
  ],
  horn: ["M4 10v4h4l8 4V6l-8 4z", "M19 9.500a3.500 3.500 0 0 1 0 5"],
  note: ["M5 4h14v11l-5 5H5z", "M14 20v-5h5", "M8.500 9h7", "M8.500 12.500h4"],
  eye: [
    "M2.500 12S6 5.500 12 5.500 21.500 12 21.500 12 18 18.500 12 18.500 2.500 12 2.500 12z",
    "M12 9.500a2.500 2.500 0 1 0 0 5 2.500 2.500 0 0 0 0-5z",
  ],
  leave: ["M14 4h5v16h-5", "M4 12h10", "M8 8l-4 4 4 4"],
  swap: ["M4 8h14l-3.500-3.500", "M20 16H6l3.500 3.500"],
};

const SVG = "http://www.w3.org/2000/svg";

export function icon(name, size = 18) {
  const svg = document.createElementNS(SVG, "svg");
  const attributes = { viewBox: "0 0 24 24", width: size, height: size, class: "icon", "aria-hidden": "true" };
  for (const [key, value] of Object.entries(attributes)) svg.setAttribute(key, value);
  for (const d of SHAPES[name] ?? []) svg.append(shape(d));
  return svg;
}

function shape(d) {
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", d);
  return path;
}
