// The audit log: who read, who was refused, and who did what. What is asked for stands in the address.
import { button, el, fill, notice } from './dom.js';
import { address, go } from './route.js';
import { number, shortened, stored, time } from './shown.js';

const FIELDS = { principal: 'Principal', handle: 'Handle', did: 'Did', outcome: 'Outcome', since: 'Since' };
const EXAMPLES = { did: 'read, write, erase', outcome: 'ok, not_found', since: '2026-11-30T00:00:00Z' };

/** Its entries, oldest first, a page at a time. */
export function audit(app, query) {
  const rows = el('tbody');
  const more = el('div');
  const asked = Object.fromEntries(Object.keys(FIELDS).map(name => [name, query.get(name) || undefined]));
  const load = async cursor => {
    try {
      const page = await app.mcp.call('state_audit', { ...asked, cursor });
      rows.append(...page.entries.map(row));
      const next = page.cursor ? button('More', () => load(page.cursor)) : null;
      fill(more, rows.firstChild ? next : notice('', 'There is no such entry of that time.'));
    } catch (error) {
      fill(more, app.failed(error));
    }
  };
  load();
  const heads = ['When', 'Who', 'Did', 'State', 'Revision', 'Outcome', 'Via'];
  const cells = heads.map(head => el('th', { scope: 'col', class: head === 'Revision' ? 'figure' : null }, head));
  const table = el('table', {}, el('thead', {}, el('tr', {}, ...cells)), rows);
  const told = 'Of the last day, unless it is said since when. That it is read here is in it, too.';
  const found = el('div', { class: 'wide', tabindex: '0', role: 'region', 'aria-label': 'Entries' }, table);
  return { node: el('div', {}, search(asked), el('p', { class: 'quiet' }, told), found, more), close: () => {} };
}

function search(asked) {
  const inputs = Object.keys(FIELDS).map(name =>
    el('input', {
      id: `audit-${name}`,
      type: 'search',
      value: asked[name] ?? '',
      placeholder: EXAMPLES[name] ?? 'any',
    }),
  );
  const submit = event => {
    event.preventDefault();
    const values = inputs.map((input, index) => [Object.keys(FIELDS)[index], input.value.trim()]);
    go(address('store', 'audit', Object.fromEntries(values)));
  };
  const fields = Object.entries(FIELDS).map(([name, label], index) =>
    el('div', {}, el('label', { for: `audit-${name}` }, label), inputs[index]),
  );
  return el('form', { class: 'search', role: 'search', submit }, ...fields, el('button', { type: 'submit' }, 'Look'));
}

function row({ at, principal, did, handle, outcome, revision, count, via }) {
  const state = handle ? el('a', { href: address('states', handle), class: 'code' }, `${handle.slice(0, 9)}…`) : '';
  const times = count > 1 ? ` × ${number(count)}` : null;
  return el(
    'tr',
    {},
    el('th', { scope: 'row' }, time(at)),
    el('td', {}, shortened(principal, 60)),
    el('td', {}, stored(did), times),
    el('td', {}, state),
    el('td', { class: 'figure' }, revision === undefined ? '' : number(revision)),
    el('td', {}, stored(outcome)),
    el('td', {}, via ? stored(via) : ''),
  );
}
