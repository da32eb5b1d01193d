// Another state is merged into this one. What both changed stands side by side, and the person takes one of each.
import { done, refused } from './changes.js';
import { pointer } from './difference.js';
import { brief } from './document.js';
import { button, el, fill, notice } from './dom.js';
import { address, go } from './route.js';
import { number, plain, shortened, stored, time } from './shown.js';

const MOST_BYTES = 262_144;
const NOT_ALL = 'Not all conflicts are shown here, or not whole, so all are settled one way: ';

/**
 * The panel of a merge.
 *
 * @param from the state that is merged into this one; empty as long as none is named
 * @param to the address with another one named, or none
 */
export function merging(changes, seen, from, to) {
  const input = el('input', { id: 'merge-from', required: true, value: from, placeholder: 'st_… or @name' });
  const body = el('div', { 'aria-live': 'polite' });
  const submit = event => {
    event.preventDefault();
    go(to(input.value.trim()));
  };
  const merge = new Merge(changes, seen, from, body, () => go(to(null)));
  if (from) {
    merge.offer();
  }
  return el(
    'section',
    { class: 'merging', 'aria-label': 'Merge' },
    el('h2', {}, 'Merge another state into this one'),
    el(
      'form',
      { submit },
      el('label', { for: 'merge-from' }, 'A fork of this state, what it was forked from, or another fork of that'),
      el(
        'div',
        { class: 'row' },
        input,
        el('button', { type: 'submit' }, 'Look at it'),
        button('Leave', () => go(to(null))),
      ),
    ),
    body,
  );
}

class Merge {
  constructor(changes, seen, from, body, leave) {
    this.changes = changes;
    this.call = (tool, args) => changes.app.mcp.call(tool, args);
    this.seen = seen;
    this.from = from;
    this.body = body;
    this.leave = leave;
  }

  /** Says what would be merged. */
  async offer() {
    try {
      const { handle, name, revision, updated_at: at } = await this.call('state_facts', { handle: this.from });
      const link = el('a', { href: address('states', handle) }, name ? shortened(name, 80) : handle);
      fill(
        this.body,
        el('p', {}, link, ` at revision ${number(revision)}, changed `, time(at)),
        button('Merge', () => this.#merge({}), { class: 'first' }),
      );
    } catch (error) {
      fill(this.body, refused(this.changes.app, error));
    }
  }

  async #merge({ prefer, revision = this.seen().newest, said = done }) {
    const { handle } = this.changes;
    try {
      const answer = await this.call('state_merge', { handle, from: this.from, prefer, if_revision: revision });
      this.changes.say(notice('good', said(answer)));
      this.leave();
    } catch (error) {
      const { facts } = error;
      if (facts?.code === 'conflict' && facts.conflicts) {
        fill(this.body, this.#conflicts(facts));
      } else {
        fill(this.body, refused(this.changes.app, error));
      }
    }
  }

  #conflicts({ keys, conflicts, revision }) {
    const entries = Object.entries(keys);
    const whole = entries.length === conflicts && entries.every(([, { ours, theirs }]) => known(ours) && known(theirs));
    const heads = ['Key', 'Was', 'Here', 'There', ...(whole ? ['Take'] : [])];
    const rows = entries.map(([key, sides], index) => row(key, sides, index, whole));
    const all = prefer =>
      button(`All of ${prefer === 'ours' ? 'here' : 'there'}`, () => this.#merge({ prefer, revision }));
    const submit = event => {
      event.preventDefault();
      const taken = new FormData(event.target);
      this.#settle(entries, entries.map((_, index) => taken.get(`side-${index}`)), revision);
    };
    return el(
      'form',
      { class: 'conflicts', submit },
      el('p', {}, `${number(conflicts)} ${conflicts === 1 ? 'key was' : 'keys were'} changed on both sides.`),
      el(
        'table',
        {},
        el('thead', {}, el('tr', {}, ...heads.map(head => el('th', { scope: 'col' }, head)))),
        el('tbody', {}, ...rows),
      ),
      el(
        'div',
        { class: 'row' },
        whole ? el('button', { type: 'submit', class: 'first' }, 'Merge so') : NOT_ALL,
        all('ours'),
        all('theirs'),
      ),
    );
  }

  /** Takes what is wanted of the other side by a write of its own, if it is some and not all of it. */
  async #settle(entries, sides, revision) {
    const theirs = entries.filter((_, index) => sides[index] === 'theirs');
    if (theirs.length === 0 || theirs.length === entries.length) {
      await this.#merge({ prefer: theirs.length === 0 ? 'ours' : 'theirs', revision });
      return;
    }
    try {
      const written = await this.#take(theirs, revision);
      const said = answer => `${done(answer)} What was taken from there is revision ${number(written)}.`;
      await this.#merge({ prefer: 'ours', revision: written, said });
    } catch (error) {
      fill(this.body, refused(this.changes.app, error));
    }
  }

  async #take(theirs, revision) {
    const { handle } = this.changes;
    const names = theirs.map(([key]) => pointer(key));
    const read = await this.call('state_read', { handle: this.from, keys: names, max_bytes: MOST_BYTES });
    if (Object.keys(read.omitted ?? {}).length > 0) {
      throw new Error('A value is too long to be taken here. Take all of one side instead.');
    }
    const there = name => Object.hasOwn(read.data, name);
    const set = Object.fromEntries(names.filter(there).map(name => [name, read.data[name]]));
    const gone = names.filter(name => !there(name));
    const write = {
      handle,
      set: Object.keys(set).length > 0 ? set : undefined,
      delete: gone.length > 0 ? gone : undefined,
      if_revision: revision,
      note: `from ${this.from}, in the console`,
    };
    return (await this.call('state_write', write)).revision;
  }
}

function known(side) {
  return side !== undefined;
}

function row(key, { was, ours, theirs }, index, whole) {
  const take = (side, label) => {
    const id = `side-${index}-${side}`;
    const attributes = { id, type: 'radio', name: `side-${index}`, value: side, checked: side === 'ours' };
    return [el('input', attributes), el('label', { for: id }, label)];
  };
  const group = { role: 'radiogroup', 'aria-label': plain(key) };
  return el(
    'tr',
    {},
    el('th', { scope: 'row' }, stored(key)),
    el('td', {}, brief(was)),
    el('td', {}, ...side(ours)),
    el('td', {}, ...side(theirs)),
    whole
      ? el('td', {}, el('div', group, ...take('ours', 'here'), ...take('theirs', 'there')))
      : null,
  );
}

function side(told) {
  const by = told?.changed_by ? [' by ', shortened(told.changed_by, 60), ' ', time(told.changed_at)] : null;
  return [brief(told?.value), by && el('small', {}, by)];
}
