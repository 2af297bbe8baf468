const still = matchMedia("(prefers-reduced-motion: reduce)");
const life = 900;

/** Draws the way of one answer: from the node that let the request in to the replica that answered. */
export function beam(canvas, from, to, hue) {
  if (still.matches || !from || !to) return;
  const frame = canvas.getBoundingClientRect();
  const start = from.getBoundingClientRect();
  const end = to.getBoundingClientRect();
  const x1 = start.left + start.width / 2 - frame.left;
  const upwards = end.top < start.top;
  const y1 = (upwards ? start.top : start.bottom) - frame.top;
  const x2 = end.left + end.width / 2 - frame.left;
  const y2 = (upwards ? end.bottom : end.top) - frame.top;
  const bend = (upwards ? -1 : 1) * Math.max(24, Math.abs(y2 - y1) / 2);
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", `M${x1} ${y1}C${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2}`);
  path.setAttribute("pathLength", "100");
  path.style.setProperty("--hue", hue);
  canvas.append(path);
  setTimeout(() => path.remove(), life);
}
