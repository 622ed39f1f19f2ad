"use strict";
const graph = JSON.parse(document.getElementById("graph").textContent);
const svg = document.querySelector("main svg");
const arrowOf = [], nodeOf = [];
svg.querySelectorAll(".arrow").forEach(g => { arrowOf[g.dataset.a] = g; });
svg.querySelectorAll(".node").forEach(g => { nodeOf[g.dataset.n] = g; });
const told = document.getElementById("told");
const since = document.getElementById("since"), until = document.getElementById("until");
const find = document.getElementById("find");

// Text goes in as text only: what an article says is never taken for HTML.
function make(tag, text, name) {
  const element = document.createElement(tag);
  if (text !== undefined) element.textContent = text;
  if (name) element.className = name;
  return element;
}

// What is drawn: types and dates that are chosen.
const off = new Set();
function passes(edge) {
  if (off.has(edge.type)) return false;
  if (since.value && !(edge.last >= since.value)) return false;
  return !(until.value && !(edge.first <= until.value));
}
function draw() {
  const tied = new Set();
  graph.arrows.forEach((arrow, at) => {
    const shown = arrow.edges.some(passes);
    if (arrowOf[at]) arrowOf[at].classList.toggle("off", !shown);
    if (shown) { tied.add(arrow.head); tied.add(arrow.tail); }
  });
  nodeOf.forEach((node, at) => node.classList.toggle("off", !tied.has(at)));
  highlight(null);
}

function list() {
  const types = new Map();
  for (const arrow of graph.arrows)
    for (const edge of arrow.edges) {
      const known = types.get(edge.type) || { family: arrow.family, claims: 0 };
      known.claims += edge.claims;
      types.set(edge.type, known);
    }
  const box = document.getElementById("types");
  for (const family of ["cooperation", "conflict", "structure"]) {
    const names = [...types].filter(([, kind]) => kind.family === family).sort((a, b) => b[1].claims - a[1].claims);
    if (!names.length) continue;
    const boxes = [];
    const line = (text, name, change) => {
      const label = make("label", undefined, name), input = make("input");
      input.type = "checkbox";
      input.checked = true;
      input.addEventListener("change", () => { change(input.checked); draw(); });
      label.append(input, " " + text);
      box.append(label);
      return input;
    };
    const choose = (name, on) => { if (on) off.delete(name); else off.add(name); };
    line(family, "family " + family, on => boxes.forEach(([name, input]) => { input.checked = on; choose(name, on); }));
    for (const [name, kind] of names)
      boxes.push([name, line(`${name} (${kind.claims})`, "", on => choose(name, on))]);
  }
}

// Whoever points at something sees it and its neighbours only.
function highlight(node, arrow) {
  const near = new Set(), lines = new Set();
  graph.arrows.forEach((other, at) => {
    if (at === arrow || (node !== null && (other.head === node || other.tail === node))) {
      lines.add(at);
      near.add(other.head).add(other.tail);
    }
  });
  if (node !== null && node !== undefined) near.add(node);
  const all = node === null && arrow === undefined;
  nodeOf.forEach((g, at) => g.classList.toggle("faded", !all && !near.has(at)));
  arrowOf.forEach((g, at) => g.classList.toggle("faded", !all && !lines.has(at)));
}

function mark(g) {
  svg.querySelectorAll(".chosen").forEach(other => other.classList.remove("chosen"));
  g.classList.add("chosen");
}

function sentence(evidence) {
  const quote = make("blockquote");
  let done = 0;
  for (const [start, end] of evidence.marks) {
    quote.append(evidence.sentence.slice(done, start), make("b", evidence.sentence.slice(start, end)));
    done = end;
  }
  quote.append(evidence.sentence.slice(done));
  return quote;
}

function tellArrow(at, into) {
  const arrow = graph.arrows[at];
  const head = graph.nodes[arrow.head].name, tail = graph.nodes[arrow.tail].name;
  for (const edge of arrow.edges.filter(passes)) {
    const title = make("h3", `${head} `);
    title.append(make("span", (arrow.negated ? "not " : "") + edge.type, arrow.family), ` ${tail}`);
    const dates = edge.first === edge.last ? edge.first : `${edge.first} – ${edge.last}`;
    const facts = [edge.first ? dates : null, `${edge.claims} claim${edge.claims === 1 ? "" : "s"}`,
      `${edge.sources} source${edge.sources === 1 ? "" : "s"}`, edge.modality === "actual" ? null : edge.modality,
      `confidence ${edge.confidence.toFixed(2)}`].filter(fact => fact);
    into.append(title, make("div", facts.join(" · "), "facts"));
    for (const evidence of edge.evidence) {
      const cite = make("cite", `${evidence.source}${evidence.published ? ", " + evidence.published : ""}${evidence.title ? ": " + evidence.title : ""}`);
      into.append(sentence(evidence), cite);
      if (evidence.url) {
        const link = make("a", " ↗");
        link.href = evidence.url;
        link.rel = "noopener noreferrer";
        link.target = "_blank";
        cite.append(link);
      }
    }
  }
}

function showArrow(at) {
  const arrow = graph.arrows[at];
  told.replaceChildren(make("h2", `${graph.nodes[arrow.head].name} – ${graph.nodes[arrow.tail].name}`));
  graph.arrows.forEach((other, place) => {
    if ((other.head === arrow.head && other.tail === arrow.tail) || (other.head === arrow.tail && other.tail === arrow.head))
      tellArrow(place, told);
  });
  mark(arrowOf[at]);
}

function showNode(at) {
  const node = graph.nodes[at];
  told.replaceChildren(make("h2", node.name), make("div", `${node.kind} · ${node.articles} articles · ${node.key}`, "facts"));
  graph.arrows.forEach((arrow, place) => {
    if (arrow.head !== at && arrow.tail !== at) return;
    const types = arrow.edges.filter(passes).map(edge => edge.type).join(", ");
    if (!types) return;
    const line = make("div"), button = make("button", "", "link");
    const other = graph.nodes[arrow.head === at ? arrow.tail : arrow.head].name;
    button.append(arrow.head === at ? "" : "← ", make("span", (arrow.negated ? "not " : "") + types, arrow.family), arrow.head === at ? " → " : " ", other);
    button.addEventListener("click", () => showArrow(place));
    line.append(button);
    told.append(line);
  });
  mark(nodeOf[at]);
}

nodeOf.forEach((g, at) => {
  g.addEventListener("mouseenter", () => highlight(at));
  g.addEventListener("mouseleave", () => highlight(null));
  g.addEventListener("click", () => showNode(at));
});
arrowOf.forEach((g, at) => {
  g.addEventListener("mouseenter", () => highlight(null, at));
  g.addEventListener("mouseleave", () => highlight(null));
  g.addEventListener("click", () => showArrow(at));
});
find.addEventListener("input", () => {
  const wanted = find.value.trim().toLowerCase();
  const at = wanted ? graph.nodes.findIndex(node => node.name.toLowerCase().includes(wanted)) : -1;
  if (at < 0) return highlight(null);
  highlight(at);
  showNode(at);
});
since.addEventListener("change", draw);
until.addEventListener("change", draw);

// Moving and magnifying.
let view = svg.viewBox.baseVal, box = [view.x, view.y, view.width, view.height], held = null;
const show = () => svg.setAttribute("viewBox", box.join(" "));
const scale = () => Math.max(box[2] / svg.clientWidth, box[3] / svg.clientHeight);
svg.addEventListener("wheel", event => {
  event.preventDefault();
  const by = Math.exp(Math.max(-1, Math.min(1, event.deltaY / 300))), where = svg.getBoundingClientRect();
  const x = (event.clientX - where.left) / where.width, y = (event.clientY - where.top) / where.height;
  box = [box[0] + box[2] * x * (1 - by), box[1] + box[3] * y * (1 - by), box[2] * by, box[3] * by];
  show();
}, { passive: false });
svg.addEventListener("pointerdown", event => { held = [event.clientX, event.clientY]; });
window.addEventListener("pointermove", event => {
  if (!held) return;
  box[0] -= (event.clientX - held[0]) * scale();
  box[1] -= (event.clientY - held[1]) * scale();
  held = [event.clientX, event.clientY];
  show();
});
window.addEventListener("pointerup", () => { held = null; });

list();
draw();
