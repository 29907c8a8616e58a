// Cards of figures: a number, its change, its line by month. A card is a button: it asks for the rows behind its number.
const SVG = "http://www.w3.org/2000/svg";

function piece(kind, name, text) {
  const element = document.createElement(kind);
  element.className = name;
  element.textContent = text;
  return element;
}

// The line by month, 100 × 26, from zero up to `highest` (its own highest, if none is given); no number is a gap.
function line(points, highest) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "line");
  svg.setAttribute("viewBox", "0 0 100 26");
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("aria-hidden", "true");
  const top = highest || Math.max(...points.filter((value) => value !== null), 0) || 1;
  const place = (value, at) => [(at * 100) / Math.max(points.length - 1, 1), 25 - (value * 23) / top];
  const runs = [[]];
  points.forEach((value, at) => (value === null ? runs.push([]) : runs[runs.length - 1].push(place(value, at))));
  for (const run of runs.filter((run) => run.length)) {
    const drawn = run.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join(" L ");
    draw(svg, `M ${run[0][0].toFixed(1)} 26 L ${drawn} L ${run[run.length - 1][0].toFixed(1)} 26 Z`, "ground");
    draw(svg, `M ${drawn}` + (run.length === 1 ? " h 0.1" : ""), "");
  }
  return svg;
}

function draw(svg, path, name) {
  const element = document.createElementNS(SVG, "path");
  element.setAttribute("d", path);
  element.setAttribute("class", name);
  svg.append(element);
}

function card(figure, open) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "figure";
  button.title = figure.help;
  button.append(piece("span", "label", figure.label), piece("span", "value", figure.value));
  if (figure.color) button.style.setProperty("--mark", figure.color);
  if (figure.framed) button.classList.add("framed");
  if (figure.change) button.append(piece("span", `change ${figure.tone}`, figure.change));
  for (const note of figure.notes) button.append(piece("span", "note", note));
  if (figure.points.length > 1) button.append(line(figure.points, figure.top));
  button.onclick = () => open(figure.code);
  return button;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const cards = data.map((figure) => card(figure, (code) => setTriggerValue("open", code)));
  parentElement.querySelector(".figures").replaceChildren(...cards);
}
