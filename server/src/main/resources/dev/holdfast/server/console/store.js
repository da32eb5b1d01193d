// What the store holds, whether it is well and sound, and who did what.
import { audit } from './audit.js';
import { button, el, fill, notice } from './dom.js';
import { address } from './route.js';
import { bytes, number, shortened, stored, time } from './shown.js';

const AGAIN_MS = 500;

/** The view of the store: its figures, or the part that the address names. */
export function store(app, { id, query }) {
  const audited = app.tools.has('state_audit');
  const parts = { figures, verify: verification, ...(audited ? { audit } : {}) };
  const name = Object.hasOwn(parts, id) ? id : 'figures';
  const labels = { figures: 'Figures', verify: 'Soundness', audit: 'Audit' };
  const tabs = Object.keys(parts).map(each =>
    el('a', { href: address('store', each), 'aria-current': each === name ? 'page' : 'false' }, labels[each]),
  );
  const part = parts[name](app, query);
  return {
    node: el(
      'section',
      { class: 'store' },
      el('div', { class: 'head' }, el('h1', {}, 'Store')),
      el('nav', { class: 'forms', 'aria-label': 'Store' }, ...tabs),
      part.node,
    ),
    update: () => false,
    close: part.close,
  };
}

/** Asks a tool, shows what it answers, and asks again for as long as work is under way. */
function following(app, tool, show, running) {
  const body = el('div');
  let timer;
  let closed = false;
  const load = async args => {
    clearTimeout(timer);
    try {
      const answer = await app.mcp.call(tool, args);
      if (!closed) {
        show(body, answer);
        timer = running(answer) ? setTimeout(load, AGAIN_MS, {}) : undefined;
      }
    } catch (error) {
      fill(body, app.failed(error));
    }
  };
  load({});
  return {
    body,
    load,
    close: () => {
      closed = true;
      clearTimeout(timer);
    },
  };
}

function figures(app) {
  const health = el('dd', {}, '…');
  healthy().then(said => (health.textContent = said));
  const show = (body, answer) => fill(body, shown(answer, health));
  const { body, load, close } = following(app, 'store_figures', show, ({ count }) => count.running);
  return { node: el('div', {}, button('Count again', () => load({ count: true })), body), close };
}

async function healthy() {
  const response = await fetch('/health', { credentials: 'omit' }).catch(() => null);
  return response?.ok || response?.status === 503 ? (await response.json()).status : 'not told here';
}

function shown({ process, count, counted, ...of }, health) {
  return [
    working(count, 'Counting', counted?.states),
    el(
      'dl',
      { class: 'cards' },
      el('div', {}, el('dt', {}, 'health'), health),
      counted
        ? [
            card('states', number(counted.states)),
            card('revisions', number(counted.revisions)),
            card('documents', bytes(counted.document_bytes)),
            card('names', number(counted.names)),
            card('internal states', number(counted.internal)),
            card('damaged states', number(counted.damaged)),
            card('counted', time(count.at)),
          ]
        : null,
      card('store', of.state_type),
      card('durability', of.durability),
      card('format', of.format),
    ),
    el('p', { class: 'quiet' }, of.evidence),
    counted ? largest(of.largest) : null,
    counted ? grown(of.growth) : null,
    el('h2', {}, 'This process, since it began'),
    el(
      'dl',
      { class: 'cards' },
      ...Object.entries(of.commands).map(([name, times]) => card(`commands ${name}`, number(times))),
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

/** How far work over the whole store is; of how many states, if that is known of an earlier time. */
function working({ running, done, failure }, what, all) {
  if (failure) {
    return notice('bad', 'It did not come to its end: ', stored(failure), '.');
  } else if (!running) {
    return null;
  }
  const far = all ? { max: Math.max(all, done), value: done } : {};
  return el(
    'p',
    { class: 'working' },
    `${what}: ${number(done)} states so far `,
    el('progress', { ...far, 'aria-label': what }),
  );
}

function card(name, value) {
  return el('div', {}, el('dt', {}, name), el('dd', {}, value));
}

function table(names, rows) {
  const cells = names.map((name, index) => el('th', { scope: 'col', class: index ? 'figure' : null }, name));
  return el('table', {}, el('thead', {}, el('tr', {}, ...cells)), el('tbody', {}, ...rows));
}

function largest(states) {
  const rows = states.map(({ handle, name, bytes: size, revision }) => {
    const label = name ? shortened(name, 80) : el('span', { class: 'code' }, handle);
    return line(el('a', { href: address('states', handle) }, label), bytes(size), number(revision));
  });
  return [el('h2', {}, 'Largest'), table(['State', 'Size', 'Revision'], rows)];
}

/** What each count found, newest first. */
function grown(counts) {
  const rows = counts
    .toReversed()
    .map(({ at, states, revisions, document_bytes: size }) =>
      line(time(at), number(states), number(revisions), bytes(size)),
    );
  return [el('h2', {}, 'Growth, count by count'), table(['Counted', 'States', 'Revisions', 'Documents'], rows)];
}

function line(first, ...figures) {
  const cells = figures.map(figure => el('td', { class: 'figure' }, figure));
  return el('tr', {}, el('th', { scope: 'row' }, first), ...cells);
}

function verification(app) {
  const show = (body, answer) => fill(body, verified(answer));
  const { body, load, close } = following(app, 'store_verify', show, ({ running }) => running);
  const told = 'Reads every event of every state and follows the chain of hashes; the store may be used meanwhile.';
  const begin = button('Verify the store', () => load({ begin: true }));
  return { node: el('div', {}, el('p', { class: 'quiet' }, told), begin, body), close };
}

function verified(answer) {
  return [
    working(answer, 'Verifying', answer.states),
    answer.at
      ? [
          answer.damaged ? notice('bad', `${number(answer.damaged)} damages.`) : notice('good', 'All is sound.'),
          el(
            'dl',
            { class: 'cards' },
            card('verified', time(answer.at)),
            card('states', number(answer.states)),
            card('commits', number(answer.commits)),
            card('events', bytes(answer.bytes)),
          ),
          el('ul', {}, ...answer.damages.map(damage)),
        ]
      : null,
  ];
}

function damage({ handle, revision, what }) {
  const where = handle ? el('a', { href: address('states', handle), class: 'code' }, handle) : 'the store';
  return el('li', {}, where, revision ? ` #${number(revision)}` : null, ': ', stored(what));
}
