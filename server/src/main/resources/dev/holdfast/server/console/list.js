// All states: found by name, label or condition, a page at a time. Of any number of rows only those in sight exist.
import { el, fill, notice, settled } from './dom.js';
import { address, go } from './route.js';
import { bytes, number, shortened, stored, time } from './shown.js';

const ROW = 44;
const SPARE = 12;
const LATEST = 8;

/** The view of the list. */
export function states(app, first) {
  const list = new List(app);
  const found = el('p', { class: 'count', role: 'status' });
  const latest = el('ol', { class: 'latest' });
  const search = new Search();
  let wanted = first;
  let count = 0;
  list.told = () => {
    const more = list.cursor ? ' so far' : '';
    found.textContent = `${number(list.rows.length)} ${list.rows.length === 1 ? 'state' : 'states'}${more}`;
  };
  const changed = ({ detail }) => {
    list.changed(detail);
    latest.prepend(change(detail));
    latest.children[LATEST]?.remove();
    fill(summary, `Latest changes (${number(++count)} since you came)`);
  };
  app.live.addEventListener('event', changed);
  const summary = el('summary', {}, 'Latest changes (none since you came)');
  const again = () => list.load(search.read(wanted.query));
  again();
  return {
    node: el(
      'section',
      { class: 'states' },
      el('div', { class: 'head' }, el('h1', {}, 'States'), found),
      search.node,
      list.failure,
      list.node,
      el('details', { class: 'now' }, summary, latest),
    ),
    update: next => {
      if (next.id) {
        return false;
      }
      wanted = next;
      again();
      return true;
    },
    close: () => {
      app.live.removeEventListener('event', changed);
      list.close();
    },
  };
}

function change({ state, type, actor, revision, at }) {
  return el(
    'li',
    {},
    el('a', { href: address('states', state, { at: revision }) }, `${state.slice(0, 9)}… #${number(revision)}`),
    ` ${type} by `,
    shortened(actor ?? '', 40),
    ' ',
    time(at),
  );
}

/** The fields to search by. They go into the address, so that what was found can be sent. */
class Search {
  #prefix = field('prefix', 'Name begins with', 'team/');
  #label = field('label', 'Label', 'customer=42');
  #where = field('where', 'Condition on the document', 'self.total > 5');

  constructor() {
    const to = settled(250, () => this.#go());
    const fields = [this.#prefix, this.#label, this.#where];
    fields.forEach(({ input }) => input.addEventListener('input', to));
    this.node = el(
      'form',
      { class: 'search', role: 'search', submit: event => this.#submit(event) },
      ...fields.map(({ node }) => node),
    );
  }

  #submit(event) {
    event.preventDefault();
    this.#go();
  }

  #go() {
    const prefix = this.#prefix.input.value.trim();
    if (/^(@.+|st_[0-9a-z]{26})$/.test(prefix)) {
      go(address('states', prefix));
      return;
    }
    const query = { prefix, label: this.#label.input.value.trim(), where: this.#where.input.value.trim() };
    go(address('states', null, query), { quietly: true });
  }

  /** What the query asks for, as arguments of the tool; the fields show it. */
  read(query) {
    for (const [name, { input }] of Object.entries({ prefix: this.#prefix, label: this.#label, where: this.#where })) {
      if (document.activeElement !== input) {
        input.value = query.get(name) ?? '';
      }
    }
    const label = query.get('label') ?? '';
    const equals = label.indexOf('=');
    return {
      name_prefix: query.get('prefix') || undefined,
      labels: equals > 0 ? { [label.slice(0, equals)]: label.slice(equals + 1) } : undefined,
      where: query.get('where') || undefined,
    };
  }
}

function field(name, label, example) {
  const input = el('input', { id: `by-${name}`, type: 'search', placeholder: example, spellcheck: 'false' });
  return { input, node: el('div', {}, el('label', { for: `by-${name}` }, label), input) };
}

class List {
  rows = [];
  cursor = null;
  told = () => {};
  #at = new Map();
  #shown = new Map();
  #loading = null;
  #sheet = el('div', { class: 'sheet', role: 'list', 'aria-label': 'States' });
  #box = el('div', { class: 'rows', scroll: () => this.#draw(), keydown: event => this.#key(event) }, this.#sheet);
  failure = el('div');

  constructor(app) {
    this.app = app;
    const heads = ['Name', 'Handle', 'Revision', 'Size', 'Changed', 'Expires'];
    const head = el('div', { class: 'row head', 'aria-hidden': 'true' }, ...heads.map(text => el('span', {}, text)));
    this.node = el('div', { class: 'table' }, head, this.#box);
    this.observer = new ResizeObserver(() => this.#draw());
    this.observer.observe(this.#box);
  }

  close() {
    this.observer.disconnect();
    this.#loading?.abort();
  }

  /** Begins anew with other arguments. */
  async load(wanted) {
    this.#loading?.abort();
    this.#loading = null;
    this.wanted = wanted;
    this.rows = [];
    this.#at.clear();
    this.cursor = undefined;
    this.#box.scrollTop = 0;
    await this.#more();
  }

  async #more() {
    if (this.#loading || this.cursor === null) {
      return;
    }
    const loading = new AbortController();
    this.#loading = loading;
    try {
      const page = await this.app.mcp.call('state_list', { ...this.wanted, cursor: this.cursor }, loading);
      if (loading.signal.aborted) {
        return;
      }
      page.states.forEach(state => this.#at.set(state.handle, this.rows.push(state) - 1));
      this.cursor = page.cursor ?? null;
      fill(this.failure);
    } catch (error) {
      if (loading.signal.aborted) {
        return;
      }
      this.cursor = null;
      fill(this.failure, this.app.failed(error));
    }
    this.#loading = null;
    this.told();
    this.#draw();
  }

  /** Shows what happened to a state in its row. */
  changed({ state, revision, at }) {
    const index = this.#at.get(state);
    if (index === undefined) {
      return;
    }
    Object.assign(this.rows[index], { revision, updated_at: at });
    const row = this.#shown.get(index);
    if (row) {
      row.replaceChildren(this.#cells(this.rows[index], index));
      row.firstChild.classList.add('fresh');
    }
  }

  #draw() {
    const first = Math.max(0, Math.floor(this.#box.scrollTop / ROW) - SPARE);
    const last = Math.min(this.rows.length, Math.ceil((this.#box.scrollTop + this.#box.clientHeight) / ROW) + SPARE);
    this.#sheet.style.height = `${this.rows.length * ROW}px`;
    for (const [index, row] of this.#shown) {
      if (index < first || index >= last || row.state !== this.rows[index]) {
        row.remove();
        this.#shown.delete(index);
      }
    }
    for (let index = first; index < last; index++) {
      if (!this.#shown.has(index)) {
        this.#add(index);
      }
    }
    if (last >= this.rows.length - SPARE) {
      this.#more();
    }
    if (this.rows.length === 0 && this.cursor === null && !this.failure.firstChild) {
      fill(this.failure, notice('', 'No state is like that.'));
    }
  }

  #add(index) {
    const row = el('div', { role: 'listitem', class: 'item', 'aria-posinset': index + 1, 'aria-setsize': -1 });
    row.style.top = `${index * ROW}px`;
    row.state = this.rows[index];
    row.append(this.#cells(row.state, index));
    const next = [...this.#shown.keys()].filter(other => other > index).sort((a, b) => a - b)[0];
    this.#sheet.insertBefore(row, next === undefined ? null : this.#shown.get(next));
    this.#shown.set(index, row);
  }

  #cells(state, index) {
    const name = state.name ? shortened(state.name, 60) : el('i', {}, 'unnamed');
    const owner = state.owner ? el('small', {}, ' of ', shortened(state.owner, 30)) : null;
    const labels = Object.entries(state.labels ?? {}).slice(0, 3);
    return el(
      'a',
      { class: 'row', href: address('states', state.handle), 'data-index': index },
      el('span', {}, name, owner, labels.map(([key, value]) => el('small', { class: 'label' }, label(key, value)))),
      el('span', { class: 'code' }, state.handle),
      el('span', { class: 'figure' }, number(state.revision)),
      el('span', { class: 'figure' }, bytes(state.bytes)),
      el('span', {}, time(state.updated_at)),
      el('span', {}, time(state.expires_at)),
    );
  }

  #key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const index = Number(event.target.dataset?.index);
    if (!step || Number.isNaN(index)) {
      return;
    }
    event.preventDefault();
    const next = this.#shown.get(index + step);
    next?.scrollIntoView({ block: 'nearest' });
    next?.firstChild.focus();
  }
}

function label(key, value) {
  return stored(`${[...key].slice(0, 20).join('')}=${[...value].slice(0, 20).join('')}`);
}
