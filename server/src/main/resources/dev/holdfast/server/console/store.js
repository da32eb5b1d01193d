// What the store holds, and whether it is well.
import { button, el, fill } from './dom.js';
import { address } from './route.js';
import { bytes, number, shortened } from './shown.js';

/** The view of the store. */
export function store(app) {
  const body = el('div');
  const load = async () => {
    try {
      const [figures, health] = await Promise.all([app.mcp.call('store_figures', {}), healthy()]);
      fill(body, shown(figures, health));
    } catch (error) {
      fill(body, app.failed(error));
    }
  };
  load();
  const head = el('div', { class: 'head' }, el('h1', {}, 'Store'), button('Count again', load));
  return { node: el('section', { class: 'store' }, head, body), update: () => true };
}

async function healthy() {
  const response = await fetch('/health', { credentials: 'omit' });
  return response.ok || response.status === 503 ? (await response.json()).status : null;
}

function shown(figures, health) {
  const { process } = figures;
  return [
    el(
      'dl',
      { class: 'cards' },
      health ? card('health', health) : null,
      card('states', number(figures.states)),
      card('revisions', number(figures.revisions)),
      card('documents', bytes(figures.document_bytes)),
      card('names', number(figures.names)),
      card('internal states', number(figures.internal)),
      card('store', figures.state_type),
      card('durability', figures.durability),
      card('format', figures.format),
    ),
    el('p', { class: 'quiet' }, figures.evidence),
    el('h2', {}, 'Largest'),
    el('table', {}, heads(['State', 'Size', 'Revision']), el('tbody', {}, ...figures.largest.map(large))),
    el('h2', {}, 'This process, since it began'),
    el(
      'dl',
      { class: 'cards' },
      ...Object.entries(figures.commands).map(([name, count]) => card(`commands ${name}`, number(count))),
      card('stored', bytes(process.event_bytes)),
      card('groups synced', number(process.groups)),
      card('commands that wait', number(process.waiting)),
      card('observers', number(process.listeners)),
      card('states in memory', number(process.cached_states)),
      card('memory of these', bytes(process.cached_bytes)),
      card('reads from memory', number(process.cache_hits)),
      card('reads from the store', number(process.cache_misses)),
    ),
  ];
}

function card(name, value) {
  return el('div', {}, el('dt', {}, name), el('dd', {}, value));
}

function heads(names) {
  const cells = names.map((name, index) => el('th', { scope: 'col', class: index ? 'figure' : null }, name));
  return el('thead', {}, el('tr', {}, ...cells));
}

function large({ handle, name, bytes: size, revision }) {
  const label = name ? shortened(name, 80) : el('span', { class: 'code' }, handle);
  return el(
    'tr',
    {},
    el('th', { scope: 'row' }, el('a', { href: address('states', handle) }, label)),
    el('td', { class: 'figure' }, bytes(size)),
    el('td', { class: 'figure' }, number(revision)),
  );
}
