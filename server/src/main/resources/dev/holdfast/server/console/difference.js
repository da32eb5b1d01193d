// How a document differs between two revisions: each changed place with what it was and what it is.
import { el } from './dom.js';
import { brief } from './document.js';
import { number, stored } from './shown.js';

/** Reads the difference and both values of each place. */
export async function difference(mcp, handle, from, to, options) {
  const [first, last] = from <= to ? [from, to] : [to, from];
  const ask = { handle, from_revision: first, to_revision: last, diff: true };
  const { diff, cursor, omitted } = await mcp.call('state_history', ask, options);
  const keys = Object.keys(diff);
  const read = revision =>
    keys.length === 0
      ? { data: {} }
      : mcp.call('state_read', { handle, keys: keys.map(pointer), at_revision: revision }, options);
  const [old, now] = await Promise.all([read(first), read(last)]);
  return { first, last, diff, old: byKey(old.data, keys), now: byKey(now.data, keys), more: !!cursor, omitted };
}

/** A key that begins with a slash would be taken for a pointer; every key can be written as one. */
export function pointer(key) {
  return `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

function byKey(data, keys) {
  return Object.fromEntries(keys.map(key => [key, data?.[pointer(key)]]));
}

/** The difference as a table. */
export function shown({ first, last, diff, old, now, more, omitted }) {
  const rows = Object.entries(diff).flatMap(([key, patch]) => patch.map(step => row(key, step, old, now)));
  const skipped = Object.keys(omitted ?? {}).length;
  return el(
    'div',
    { class: 'difference' },
    el('h3', {}, `From revision ${number(first)} to ${number(last)}`),
    rows.length === 0 ? el('p', { class: 'quiet' }, 'The document is the same at both.') : table(rows),
    more || skipped ? el('p', { class: 'quiet' }, 'There is more than is shown here; look at the keys singly.') : null,
  );
}

function table(rows) {
  const heads = ['Place', 'Was', 'Is'].map(head => el('th', { scope: 'col' }, head));
  return el('table', {}, el('thead', {}, el('tr', {}, ...heads)), el('tbody', {}, ...rows));
}

function row(key, step, old, now) {
  const was = step.op === 'add' ? undefined : at(old, key, step.path);
  const is = step.op === 'remove' ? undefined : 'value' in step ? step.value : at(now, key, step.path);
  return el(
    'tr',
    { class: step.op },
    el('th', { scope: 'row' }, stored(step.path)),
    el('td', { class: 'was' }, brief(was)),
    el('td', { class: 'is' }, brief(is)),
  );
}

/** The value that a pointer into the document leads to. */
export function at(values, key, path) {
  const steps = path.split('/').slice(1).map(step => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  let value = values[key];
  for (const step of steps.slice(1)) {
    value = value === null || typeof value !== 'object' || !Object.hasOwn(value, step) ? undefined : value[step];
  }
  return value;
}
