// The events of a state: a slider over all that are kept, and a list of those around the one that is looked at.
import { el, fill, settled } from './dom.js';
import { brief } from './document.js';
import { number, shortened, stored, time } from './shown.js';

const AROUND = 20;
const MOST_PAGES = 4;

export class Timeline {
  newest = 0;
  oldest = 1;
  #events = el('ol', { class: 'events', reversed: true });
  #chosen = el('output', { class: 'chosen', for: 'at' });
  #slider = el('input', { id: 'at', type: 'range', step: 1, 'aria-label': 'Revision' });

  /** @param choose is told the revision that is wanted; null for the newest, whatever that becomes */
  constructor(app, handle, choose) {
    this.app = app;
    this.handle = handle;
    const soon = settled(60, choose);
    this.#slider.addEventListener('input', () => {
      const revision = Number(this.#slider.value);
      this.#tell(revision);
      soon(revision === this.newest ? null : revision);
    });
    const step = by => () => choose(this.#beside(by));
    this.node = el(
      'section',
      { class: 'timeline', 'aria-label': 'Timeline' },
      el('h2', {}, 'Timeline'),
      el(
        'div',
        { class: 'slide' },
        el('button', { type: 'button', click: step(-1), 'aria-label': 'One revision back' }, '◀'),
        this.#slider,
        el('button', { type: 'button', click: step(1), 'aria-label': 'One revision on' }, '▶'),
        el('button', { type: 'button', click: () => choose(null), class: 'newest' }, 'Now'),
      ),
      this.#chosen,
      this.#events,
    );
    this.address = () => '#';
  }

  #beside(by) {
    const next = Math.max(this.oldest, Math.min(this.newest, Number(this.#slider.value) + by));
    return next === this.newest ? null : next;
  }

  /** Finds the oldest event that is kept. */
  async begin(options) {
    const { events, revision } = await this.app.mcp.call('state_history', { handle: this.handle }, options);
    this.oldest = events[0]?.revision ?? revision;
    this.newest = revision;
  }

  /** Shows the events around a revision, and returns that event. */
  async show(at, options) {
    const revision = at ?? this.newest;
    this.#slider.min = this.oldest;
    this.#slider.max = this.newest;
    this.#slider.value = revision;
    this.#tell(revision);
    const from = Math.max(this.oldest, Math.min(revision - AROUND, this.newest - 2 * AROUND));
    const events = await this.#read(from, Math.min(this.newest, from + 2 * AROUND), options);
    fill(this.#events, ...events.reverse().map(event => this.#line(event, revision)));
    return events.find(event => event.revision === revision);
  }

  async #read(from, to, options) {
    const ask = { handle: this.handle, from_revision: from, to_revision: to };
    const all = [];
    let cursor;
    for (let page = 0; page < MOST_PAGES; page++) {
      const answer = await this.app.mcp.call('state_history', { ...ask, cursor }, options);
      all.push(...answer.events);
      this.newest = Math.max(this.newest, answer.revision);
      cursor = answer.cursor;
      if (!cursor) {
        break;
      }
    }
    return all;
  }

  #tell(revision) {
    const where = revision === this.newest ? 'the newest' : `of ${number(this.newest)}`;
    const kept = this.oldest > 1 ? `, kept from ${number(this.oldest)} on` : '';
    this.#slider.setAttribute('aria-valuetext', `revision ${revision} of ${this.newest}`);
    this.#chosen.textContent = `Revision ${number(revision)}, ${where}${kept}`;
  }

  #line(event, chosen) {
    return el(
      'li',
      { value: event.revision },
      el(
        'a',
        {
          href: this.address(event.revision === this.newest ? null : event.revision),
          'aria-current': event.revision === chosen ? 'true' : null,
        },
        el('span', { class: 'number' }, `#${number(event.revision)}`),
        el('span', {}, el('b', {}, event.type), ' ', keys(event.keys), quoted(event.note, 60)),
        el('small', {}, shortened(event.actor, 40), ' · ', time(event.at)),
      ),
    );
  }
}

function quoted(note, most) {
  return note ? [' “', shortened(note, most), '”'] : null;
}

function keys(names) {
  const some = names.slice(0, 4).map(name => shortened(name, 30));
  return some.flatMap((name, index) => (index === 0 ? [name] : [', ', name])).concat(names.length > 4 ? [', …'] : []);
}

/** All that one event says. */
export function told(event) {
  if (!event) {
    return null;
  }
  const steps = event.patch?.map(step =>
    el(
      'li',
      {},
      el('b', {}, step.op),
      ' ',
      stored(step.path ?? ''),
      'value' in step ? [' → ', brief(step.value)] : null,
    ),
  );
  return el(
    'section',
    { class: 'event', 'aria-label': 'The event' },
    el('h3', {}, `#${number(event.revision)} ${event.type}`),
    el('p', {}, 'by ', shortened(event.actor, 80), ', ', time(event.at), quoted(event.note, 2_000)),
    event.cause ? el('p', { class: 'quiet' }, 'because of ', brief(event.cause, 400)) : null,
    steps ? el('ul', { class: 'patch', tabindex: '0', 'aria-label': 'The patch' }, ...steps) : null,
    event.patch_bytes ? el('p', { class: 'quiet' }, `a patch of ${number(event.patch_bytes)} bytes`) : null,
  );
}
