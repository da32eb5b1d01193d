// Draws a machine or a workflow: boxes within boxes, and arrows between them.
import { el, svg } from './dom.js';
import { place, widthOf } from './layout.js';
import { read } from './mermaid.js';
import { plain } from './shown.js';

const MARGIN = 28;
const ASIDE = 90;
const LONGEST_LABEL = 42;
const MOST_LINES = 4;
const LINE = 15;

/** The picture of a diagram's text, with its arrows in words below it; null if there is none. */
export function drawing(text, of) {
  const diagram = read(text);
  if (!diagram || diagram.nodes.length === 0) {
    return null;
  }
  const arrows = together(diagram.edges);
  const { width, height } = place(diagram.nodes, arrows);
  const at = new Map();
  diagram.nodes.forEach(node => settle(node, MARGIN, MARGIN, at));
  const size = [width + 2 * MARGIN + ASIDE, height + 2 * MARGIN];
  const active = [...at.values()].filter(({ node }) => node.mark === 'active').map(({ node }) => node.label);
  const picture = svg(
    'svg',
    {
      class: 'diagram',
      viewBox: `0 0 ${size.join(' ')}`,
      width: size[0],
      height: size[1],
      role: 'img',
      'aria-label': `The ${of}${active.length > 0 ? `, active: ${plain(active.join(', '))}` : ''}`,
    },
    svg('defs', {}, arrowHead()),
    ...[...at.values()].map(box),
    ...arrows.map(edge => arrow(edge, at, arrows)),
  );
  return el(
    'details',
    { class: 'machine', open: true },
    el('summary', {}, of === 'machine' ? 'Machine' : 'Workflow'),
    el('div', { class: 'picture', tabindex: '0', role: 'group', 'aria-label': `Picture of the ${of}` }, picture),
    inWords(diagram.edges, at),
  );
}

/** One arrow for all that lead from one node to another, with a line for each. */
function together(edges) {
  const arrows = new Map();
  for (const { from, to, label } of edges) {
    const between = `${from} ${to}`;
    const labels = arrows.get(between)?.labels ?? [];
    arrows.set(between, { from, to, labels: label ? [...labels, label] : labels });
  }
  return [...arrows.values()].map(arrow => ({ ...arrow, lines: lines(arrow.labels) }));
}

function lines(labels) {
  const shown = labels.slice(0, MOST_LINES).map(cut);
  return labels.length > MOST_LINES ? [...shown, `and ${labels.length - MOST_LINES} more`] : shown;
}

function settle(node, x, y, at) {
  const left = x + node.x;
  const top = y + node.y;
  at.set(node.id, { node, x: left, y: top, width: node.width, height: node.height });
  node.within.forEach(each => settle(each, left, top, at));
}

function arrowHead() {
  const shape = svg('path', { d: 'M0 0 8 4 0 8z', class: 'tip' });
  const size = { markerWidth: 8, markerHeight: 8, refX: 8, refY: 4 };
  return svg('marker', { id: 'tip', orient: 'auto', markerUnits: 'userSpaceOnUse', ...size }, shape);
}

function box({ node, x, y, width, height }) {
  if (node.mark === 'start') {
    return svg('circle', { class: 'start', cx: x + width / 2, cy: y + height / 2, r: width / 2 });
  }
  const outer = node.within.length > 0;
  const kind = `node ${node.mark}${outer ? ' outer' : ''}${node.final ? ' final' : ''}`;
  return svg(
    'g',
    { class: kind },
    svg('rect', { x, y, width, height, rx: 8 }),
    svg('text', { x: x + width / 2, y: outer ? y + 22 : y + height / 2 + 5, 'text-anchor': 'middle' }, cut(node.label)),
    svg('title', {}, plain(node.label)),
  );
}

function cut(text) {
  const signs = [...plain(text)];
  return signs.length <= LONGEST_LABEL ? signs.join('') : `${signs.slice(0, LONGEST_LABEL).join('')}…`;
}

function arrow(edge, at, arrows) {
  const from = at.get(edge.from);
  const to = at.get(edge.to);
  if (!from || !to) {
    return svg('g');
  }
  const { path, x, y } = way(from, to, share(edge, to, arrows, at));
  const texts = edge.lines.map((line, index) =>
    svg('text', { x, y: y - (edge.lines.length - 1 - index) * LINE, 'text-anchor': 'middle' }, line),
  );
  return svg(
    'g',
    { class: 'edge' },
    svg('path', { d: path, 'marker-end': 'url(#tip)' }),
    ...texts,
    svg('title', {}, plain(edge.labels.join(', '))),
  );
}

/** Where above its node an arrow ends, so that what is written on it has room: how far from the middle. */
function share(edge, to, arrows, at) {
  const isAbove = id => at.has(id) && at.get(id).y + at.get(id).height <= to.y;
  const all = arrows.filter(other => other.to === edge.to && isAbove(other.from));
  const widths = all.map(other => Math.max(0, ...other.lines.map(widthOf)));
  const before = widths.slice(0, all.indexOf(edge)).reduce((sum, width) => sum + width, 0);
  const whole = widths.reduce((sum, width) => sum + width, 0);
  return all.length < 2 || whole === 0 ? 0 : before + widths[all.indexOf(edge)] / 2 - whole / 2;
}

function way(from, to, aside) {
  if (from === to) {
    return loop(from);
  } else if (from.y + from.height <= to.y) {
    return downwards(from, to, aside);
  } else if (to.y + to.height <= from.y) {
    return back(from, to);
  }
  return across(from, to);
}

function loop({ x, y, width, height }) {
  const right = x + width;
  const middle = y + height / 2;
  const out = right + 40;
  const path = `M${right} ${middle - 8} C${out} ${middle - 26} ${out} ${middle + 26} ${right} ${middle + 8}`;
  return { path, x: right + 36, y: middle - 18 };
}

/** The text stands above where the arrow ends. */
function downwards(from, to, aside) {
  const start = [from.x + from.width / 2, from.y + from.height];
  const end = [to.x + to.width / 2 + within(aside, to.width / 2 - 12), to.y];
  const text = to.x + to.width / 2 + aside;
  const reach = Math.min(60, (end[1] - start[1]) / 2);
  const path = `M${start} C${start[0]} ${start[1] + reach} ${text} ${end[1] - reach} ${end}`;
  return { path, x: text, y: end[1] - 14 };
}

function within(value, most) {
  return Math.max(-most, Math.min(most, value));
}

/** Around the right side of both. */
function back(from, to) {
  const start = [from.x + from.width, from.y + Math.min(20, from.height / 2)];
  const end = [to.x + to.width, to.y + to.height / 2];
  const out = Math.max(start[0], end[0]) + 46;
  const path = `M${start} C${out} ${start[1]} ${out} ${end[1]} ${end}`;
  return { path, x: out - 6, y: (start[1] + end[1]) / 2 };
}

function across(from, to) {
  const right = from.x < to.x;
  const [x1, x2] = right ? [from.x + from.width, to.x] : [from.x, to.x + to.width];
  const y = Math.max(from.y, to.y) + (right ? 12 : 26);
  const middle = (x1 + x2) / 2;
  return { path: `M${x1} ${y} L${x2} ${y}`, x: middle, y: y - 5 };
}

function inWords(edges, at) {
  const name = id => cut(at.get(id)?.node.label || 'any');
  const lines = edges
    .filter(({ from }) => at.get(from)?.node.mark !== 'start')
    .map(({ from, to, label }) => el('li', {}, `${name(from)} → ${name(to)}${label ? `: ${cut(label)}` : ''}`));
  return el('details', {}, el('summary', {}, 'The same in words'), el('ul', {}, ...lines));
}
