// Places nodes in rows below each other: each below those that lead to it, as far as there is no way back. Above each
// node there is room for what is written on the arrows that lead to it.

const GAP = 28;
const DOWN = 48;
const LINE = 15;
const PAD = 18;
const HEAD = 30;
const LETTER = 7.6;
const SMALL = 6.6;

/** How wide a text is drawn, about. */
export function widthOf(text) {
  return [...text].length * SMALL + 14;
}

/**
 * Gives every node its place (x and y of the upper left corner, in its parent), its size, and its slot: the room above
 * it. Returns the whole size.
 */
export function place(nodes, edges) {
  for (const node of nodes) {
    size(node, edges);
  }
  const rows = ranked(nodes, edges);
  const widths = rows.map(row => row.reduce((sum, node) => sum + node.slot, GAP * (row.length - 1)));
  const width = Math.max(0, ...widths);
  let y = 0;
  rows.forEach((row, index) => {
    const lines = Math.max(...row.map(node => linesAbove(node, edges)));
    y += index === 0 ? 0 : DOWN + LINE * lines;
    let x = (width - widths[index]) / 2;
    for (const node of row) {
      Object.assign(node, { x: x + (node.slot - node.width) / 2, y });
      x += node.slot + GAP;
    }
    y += Math.max(...row.map(node => node.height));
  });
  return { width, height: y };
}

function linesAbove(node, edges) {
  return Math.max(0, ...edges.filter(edge => edge.to === node.id).map(edge => edge.lines.length));
}

function size(node, edges) {
  const label = Math.min(320, Math.max(56, [...node.label].length * LETTER + 2 * PAD));
  if (node.mark === 'start') {
    Object.assign(node, { width: 14, height: 14 });
  } else if (node.within.length === 0) {
    Object.assign(node, { width: label, height: HEAD + 8 });
  } else {
    const inner = place(node.within, edges);
    Object.assign(node, { width: Math.max(label, inner.width + 2 * PAD), height: inner.height + 2 * PAD + HEAD });
    const shift = (node.width - inner.width) / 2;
    node.within.forEach(each => Object.assign(each, { x: each.x + shift, y: each.y + PAD + HEAD }));
  }
  const texts = edges.filter(edge => edge.to === node.id && edge.from !== node.id);
  node.slot = Math.max(node.width, texts.reduce((sum, edge) => sum + Math.max(0, ...edge.lines.map(widthOf)), 0));
}

/** Rows by the longest way from a node that nothing leads to; what leads back is left out of account. */
function ranked(nodes, edges) {
  const owner = new Map();
  nodes.forEach(node => own(node, node, owner));
  const next = new Map(nodes.map(node => [node, new Set()]));
  for (const { from, to } of edges) {
    const [first, last] = [owner.get(from), owner.get(to)];
    if (first && last && first !== last) {
      next.get(first).add(last);
    }
  }
  const position = new Map(forward(nodes, next).map((node, index) => [node, index]));
  const rank = new Map(nodes.map(node => [node, 0]));
  for (const node of position.keys()) {
    for (const other of next.get(node)) {
      if (position.get(other) > position.get(node)) {
        rank.set(other, Math.max(rank.get(other), rank.get(node) + 1));
      }
    }
  }
  const rows = [];
  nodes.forEach(node => (rows[rank.get(node)] ??= []).push(node));
  return rows.filter(row => row);
}

function own(node, top, owner) {
  owner.set(node.id, top);
  node.within.forEach(each => own(each, top, owner));
}

/** The nodes in an order in which edges lead on, but for those that close a circle. */
function forward(nodes, next) {
  const done = new Set();
  const order = [];
  const visit = node => {
    if (!done.has(node)) {
      done.add(node);
      next.get(node).forEach(visit);
      order.push(node);
    }
  };
  nodes.filter(node => node.mark === 'start').forEach(visit);
  nodes.forEach(visit);
  return order.reverse();
}
