// A document as a tree that opens where it is clicked, or as JSON.
import { button, el, fill } from './dom.js';
import { number, plain, stored } from './shown.js';
import { Digits } from './mcp.js';

const AT_ONCE = 100;
const LONGEST = 400;

/** The document as a tree; what was just changed is marked. */
export function tree(data, changed = new Set()) {
  const entries = Object.entries(data);
  return entries.length === 0
    ? el('p', { class: 'quiet' }, 'The document is empty.')
    : el('ul', { class: 'tree' }, some(entries, 0, entries.length <= 30 ? 1 : 0, changed));
}

/** As many members as are shown at once, and a button for the next ones. */
function some(entries, from, open, changed) {
  const items = entries.slice(from, from + AT_ONCE).map(([key, value]) => member(key, value, open, changed));
  if (from + AT_ONCE >= entries.length) {
    return items;
  }
  const left = entries.length - from - AT_ONCE;
  const more = el('li');
  more.append(
    button(`${number(left)} more`, () => more.replaceWith(...some(entries, from + AT_ONCE, 0, changed)), {
      class: 'more',
    }),
  );
  return [...items, more];
}

function member(key, value, open, changed) {
  const mark = changed.has(key) ? 'changed' : null;
  const name = stored(key, { class: 'key' });
  if (!isContainer(value)) {
    return el('li', { class: mark }, name, ': ', scalar(value));
  }
  const entries = Object.entries(value);
  const inner = el('ul');
  const size = Array.isArray(value) ? `[${number(entries.length)}]` : `{${number(entries.length)}}`;
  const fold = el('details', {}, el('summary', {}, name, ' ', el('small', {}, size)), inner);
  const unfold = () => {
    if (fold.open && !inner.firstChild) {
      fill(inner, some(entries, 0, open - 1, new Set()));
    }
  };
  fold.addEventListener('toggle', unfold);
  if (open > 0 && entries.length <= 20) {
    fold.open = true;
    unfold();
  }
  return el('li', { class: mark }, fold);
}

function isContainer(value) {
  return value !== null && typeof value === 'object' && !(value instanceof Digits);
}

/** A value that has no members; a long text is shown in full on demand. */
export function scalar(value) {
  if (typeof value !== 'string') {
    const kind = typeof value === 'boolean' ? 'truth' : 'digits';
    return el('span', { class: value === null ? 'none' : kind }, String(value));
  }
  const text = el('span', { class: 'text', dir: 'auto' });
  if (value.length <= LONGEST) {
    text.textContent = plain(JSON.stringify(value));
    return text;
  }
  text.textContent = `${plain(JSON.stringify(value.slice(0, LONGEST))).slice(0, -1)}…`;
  const all = button(
    `all ${number(value.length)} characters`,
    () => {
      text.textContent = plain(JSON.stringify(value));
      all.remove();
    },
    { class: 'more' },
  );
  return el('span', {}, text, ' ', all);
}

/** Any value in short, for lists and differences. */
export function brief(value, most = 200) {
  if (value === undefined) {
    return el('span', { class: 'none' }, 'absent');
  }
  const text = JSON.stringify(value);
  const shown = text.length <= most ? text : `${text.slice(0, most)}…`;
  return el('span', { class: 'brief', dir: 'auto' }, plain(shown));
}

/** The document as JSON, with keys in their order. */
export function json(data) {
  const attributes = { class: 'json', tabindex: '0', role: 'region', 'aria-label': 'The document as JSON' };
  return el('pre', attributes, plain(JSON.stringify(data, null, 2)));
}
