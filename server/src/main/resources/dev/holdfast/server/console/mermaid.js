// Reads the diagrams that the server writes as Mermaid text into plain nodes and edges. Only what it writes is known.

const STATE = /^state "(.*)" as (s[0-9]+(?:any)?)( \{)?$/;
const STATE_EDGE = /^(\[\*\]|s[0-9]+(?:any)?) --> (\[\*\]|s[0-9]+(?:any)?)(?: : (.*))?$/;
const ACTIVE = /^class (s[0-9]+) active$/;
const STEP = /^(s[0-9]+)(?:\[\[|\[|\{\{|\(\[)"(.*)"(?:\]\]|\]|\}\}|\]\))(?::::([a-z]+))?$/;
const NEED = /^(s[0-9]+) --> (s[0-9]+)$/;

/** A node has an id, a label, a mark and nodes within it. */
function node(id, label, mark = '') {
  const plain = label.replaceAll(/#([0-9]+);/g, (_, code) => String.fromCodePoint(Number(code)));
  return { id, label: plain, mark, within: [] };
}

/** The nodes and edges of a diagram; null if the text is none that is known. */
export function read(text) {
  const [first, ...lines] = (text ?? '').split('\n').map(line => line.trim());
  if (first === 'stateDiagram-v2') {
    return chart(lines);
  }
  return first?.startsWith('flowchart') ? flow(lines) : null;
}

function chart(lines) {
  const root = node('', '');
  const open = [root];
  const all = new Map();
  const edges = [];
  for (const line of lines) {
    const state = STATE.exec(line);
    const edge = STATE_EDGE.exec(line);
    const active = ACTIVE.exec(line);
    if (state) {
      const made = node(state[2], state[1], state[2].endsWith('any') ? 'any' : '');
      all.set(made.id, made);
      open.at(-1).within.push(made);
      if (state[3]) {
        open.push(made);
      }
    } else if (line === '}') {
      open.pop();
    } else if (line === '--') {
      open.at(-1).mark = 'parallel';
    } else if (edge) {
      take(edge, open.at(-1), all, edges);
    } else if (active && all.has(active[1])) {
      all.get(active[1]).mark = 'active';
    }
  }
  return { nodes: root.within, edges };
}

function take([, from, to, label], parent, all, edges) {
  if (from === '[*]') {
    const start = node(`start-${to}`, '', 'start');
    parent.within.unshift(start);
    edges.push({ from: start.id, to, label: '' });
  } else if (to === '[*]') {
    all.get(from).final = true;
  } else {
    edges.push({ from, to, label: node('', label ?? '').label });
  }
}

function flow(lines) {
  const nodes = [];
  const edges = [];
  for (const line of lines) {
    const step = STEP.exec(line);
    const need = NEED.exec(line);
    if (step) {
      nodes.push(node(step[1], step[2], step[3] ?? ''));
    } else if (need) {
      edges.push({ from: need[1], to: need[2], label: '' });
    }
  }
  return { nodes, edges };
}
