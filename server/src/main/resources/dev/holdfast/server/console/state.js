// One state: its document at any revision, what happened to it, and how two revisions differ.
import { actions } from './actions.js';
import { difference, shown } from './difference.js';
import { button, el, fill, settled } from './dom.js';
import { json, tree } from './document.js';
import { drawing } from './drawing.js';
import { besides, headline } from './facts.js';
import { machine } from './machine.js';
import { merging } from './merging.js';
import { address, go } from './route.js';
import { number, shortened } from './shown.js';
import { Timeline, told } from './timeline.js';
import { run } from './workflow.js';

const MOST_BYTES = 262_144;

/** In an address: a merge of which the other state is still to be named. */
const FIRST = 'new';

/** The view of a state; it stays as it is while only the revision or the form changes. */
export function oneState(app, first) {
  const state = new OneState(app, first.id);
  state.show(first);
  return {
    node: state.node,
    update: next => next.id === first.id && (state.show(next), true),
    close: () => state.close(),
  };
}

class OneState {
  #shown = 0;
  #asked = 0;
  #told = 0;
  #working = null;
  #begun = false;
  #query = new URLSearchParams();
  #last = new Set();
  #name = el('h1', {}, '…');
  #headline = el('dl', { class: 'facts headline' });
  #besides = el('div');
  #failure = el('div');
  #machine = el('div');
  #document = el('div', { class: 'document' });
  #event = el('div');
  #difference = el('div', { class: 'compare' });
  #merge = el('div');
  #forms = el('div', { class: 'forms', role: 'group', 'aria-label': 'How it is shown' });

  constructor(app, handle) {
    this.app = app;
    this.handle = handle;
    this.timeline = new Timeline(app, handle, revision => this.#choose(revision));
    this.timeline.address = revision => this.#to({ at: revision });
    const changed = settled(50, () => this.#again());
    // Until the facts are there the page knows no handle, if it was opened by name.
    this.event = ({ detail }) => (this.exact === undefined || detail.state === this.exact) && changed();
    app.live.addEventListener('event', this.event);
    // What happened between the first look and the first event of the stream is on no stream.
    this.caughtUp = () => changed();
    app.live.addEventListener('caughtup', this.caughtUp);
    const seen = () => ({ shown: this.#shown, newest: this.timeline.newest, facts: this.facts });
    this.seen = seen;
    this.actions = app.editable ? actions(app, handle, seen, () => this.#to({ merge: FIRST })) : null;
    this.node = el(
      'article',
      { class: 'state' },
      el('p', { class: 'path' }, el('a', { href: address('states') }, 'States'), ' / ', this.#copied()),
      this.#name,
      this.#headline,
      this.#failure,
      this.actions?.node,
      this.#merge,
      this.#besides,
      this.#machine,
      el(
        'div',
        { class: 'halves' },
        this.timeline.node,
        el('section', { 'aria-label': 'Document' }, this.#forms, this.#difference, this.#event, this.#document),
      ),
    );
  }

  close() {
    this.app.live.removeEventListener('event', this.event);
    this.app.live.removeEventListener('caughtup', this.caughtUp);
    this.#working?.abort();
  }

  #copied() {
    const node = button(this.handle, () => navigator.clipboard?.writeText(this.exact ?? this.handle), {
      class: 'code copy',
      title: 'Copy the handle',
    });
    return node;
  }

  #to(other) {
    return address('states', this.handle, { ...Object.fromEntries(this.#query), ...other });
  }

  /** The panel of a merge is there while the address names it. */
  #showMerge() {
    const from = this.#query.get('merge');
    if (this.from === from) {
      return;
    }
    this.from = from;
    const to = named => this.#to({ merge: named });
    const panel = () => merging(this.actions.changes, this.seen, from === FIRST ? '' : from, to);
    fill(this.#merge, from === null || !this.actions ? null : panel());
  }

  #choose(revision) {
    go(this.#to({ at: revision }), { quietly: true });
  }

  #again() {
    this.#facts();
    this.#load();
  }

  /** Shows what an address asks for. */
  show({ query }) {
    this.#query = query;
    if (!this.#begun) {
      this.#begun = true;
      this.#facts();
    }
    this.#showMerge();
    this.#load();
  }

  async #facts() {
    const asked = ++this.#asked;
    try {
      const facts = await this.app.mcp.call('state_facts', { handle: this.handle });
      if (asked < this.#told) {
        return;
      }
      this.#told = asked;
      this.exact = facts.handle;
      this.facts = facts;
      this.actions?.follows(facts.follows);
      fill(this.#name, facts.name ? shortened(facts.name, 200) : el('i', {}, 'unnamed state'));
      document.title = `${facts.name ?? facts.handle.slice(0, 9)} · Holdfast`;
      fill(this.#headline, headline(facts));
      const open = this.#besides.firstChild?.open;
      fill(this.#besides, besides(facts, this.actions?.changes));
      this.#besides.firstChild.open = open;
      await this.#draw(facts);
    } catch (error) {
      fill(this.#failure, this.app.failed(error));
    }
  }

  async #draw({ follows, handle }) {
    if (follows === 'nothing') {
      return;
    }
    const text = await this.app.mcp.read(`state://${handle}/diagram`);
    const picture = drawing(text, follows);
    const changes = this.actions?.changes ?? null;
    const below = follows === 'workflow' ? run : machine;
    fill(this.#machine, await below(this.app, handle, picture, changes, this.seen));
  }

  async #load() {
    this.#working?.abort();
    const working = new AbortController();
    this.#working = working;
    const at = Number(this.#query.get('at')) || null;
    try {
      if (this.timeline.newest === 0) {
        await this.timeline.begin(working);
      }
      const [read, event] = await Promise.all([this.#read(at, working), this.timeline.show(at, working)]);
      if (working.signal.aborted) {
        return;
      }
      fill(this.#failure);
      this.#shown = read.revision;
      this.#showForms();
      this.#showDocument(read, at);
      fill(this.#event, told(event));
      await this.#compare(working);
    } catch (error) {
      if (!working.signal.aborted) {
        fill(this.#failure, this.app.failed(error));
      }
    }
  }

  async #read(at, options) {
    const ask = { handle: this.handle, at_revision: at ?? undefined, max_bytes: MOST_BYTES };
    const read = await this.app.mcp.call('state_read', ask, options);
    if (at === null) {
      this.timeline.newest = Math.max(this.timeline.newest, read.revision);
    }
    return read;
  }

  #showForms() {
    const form = this.#query.get('form') ?? 'tree';
    const diff = this.#query.get('diff');
    const link = (label, other, on) => el('a', { href: this.#to(other), 'aria-current': on ? 'true' : 'false' }, label);
    fill(
      this.#forms,
      link('Tree', { form: null }, form === 'tree'),
      link('JSON', { form: 'json' }, form === 'json'),
      el('span', { class: 'gap' }),
      link('Alone', { diff: null }, !diff),
      link('Against the one before', { diff: 'before' }, diff === 'before'),
      link('Against now', { diff: 'now' }, diff === 'now'),
      this.#other(diff),
    );
  }

  #other(diff) {
    const number = /^[0-9]+$/.test(diff ?? '') ? diff : '';
    const input = el('input', {
      type: 'number',
      min: this.timeline.oldest,
      max: this.timeline.newest,
      value: number,
      placeholder: 'revision',
      'aria-label': 'Against another revision',
      change: () => go(this.#to({ diff: input.value })),
    });
    return input;
  }

  #showDocument(read, at) {
    const data = read.data ?? {};
    const fresh = at === null ? this.#changes(data) : new Set();
    const omitted = Object.entries(read.omitted ?? {});
    fill(
      this.#document,
      this.#query.get('form') === 'json' ? json(data) : tree(data, fresh),
      omitted.length > 0 ? el('p', { class: 'quiet' }, `Left out, since they are long: ${lefts(omitted)}`) : null,
    );
  }

  /** The keys whose values moved since the document was last shown. */
  #changes(data) {
    const texts = new Map(Object.entries(data).map(([key, value]) => [key, JSON.stringify(value)]));
    const before = this.before;
    this.before = texts;
    return new Set(before ? [...texts.keys()].filter(key => texts.get(key) !== before.get(key)) : []);
  }

  async #compare(options) {
    const with_ = this.#query.get('diff');
    if (!with_) {
      fill(this.#difference);
      return;
    }
    const { oldest, newest } = this.timeline;
    const wanted = { now: newest, before: this.#shown - 1 }[with_] ?? Number(with_);
    const other = Math.max(oldest, Math.min(newest, wanted || newest));
    const found = await difference(this.app.mcp, this.handle, this.#shown, other, options);
    fill(this.#difference, shown(found));
  }
}

function lefts(omitted) {
  const some = omitted.slice(0, 10).map(([key, size]) => `${[...key].slice(0, 40).join('')} (${number(size)} bytes)`);
  return some.join(', ') + (omitted.length > 10 ? ', …' : '');
}
