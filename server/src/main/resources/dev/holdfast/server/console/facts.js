// What a state has beside its document: settings, grants, leases, delayed writes, schema and rules.
import { givingBack, withdrawing } from './access.js';
import { button, el } from './dom.js';
import { brief, json } from './document.js';
import { address } from './route.js';
import { bytes, number, shortened, stored, time } from './shown.js';

/** The line below the name of a state. */
export function headline(facts) {
  return [
    item('revision', number(facts.revision)),
    item('size', bytes(facts.bytes)),
    item('changed', time(facts.updated_at)),
    item('created', time(facts.created_at)),
    item('expires', time(facts.expires_at)),
    item('owner', shortened(facts.owner, 50)),
  ];
}

function item(name, value) {
  return el('div', {}, el('dt', {}, name), el('dd', {}, value));
}

/** The rest, folded; with `changes` what may be taken back has a button. */
export function besides(facts, changes = null) {
  const keep = Object.entries(facts.keep).map(([name, value]) => `${value} ${name === 'age' ? 'seconds' : name}`);
  return el(
    'details',
    { class: 'besides' },
    el('summary', {}, 'Settings, access and what is to come'),
    el(
      'dl',
      { class: 'facts' },
      item('lifetime', facts.lifetime === 'session' ? `session, ${number(facts.idle_ttl)} s unused` : facts.lifetime),
      item('history kept', keep.length === 0 ? 'all of it' : keep.join(', ')),
      item('labels', pairs(facts.labels, (key, value) => [shortened(key, 60), '=', shortened(value, 60)])),
      item('access', pairs(facts.grants, (who, what) => [
        shortened(who, 80), `: ${what} `, changes && withdrawing(changes, who),
      ])),
      item('leases', pairs(facts.leases, (name, { holder, until }) => [
        shortened(name, 60), ' held by ', shortened(holder, 60), ', ends ', time(until), ' ',
        changes && givingBack(changes, facts.handle, name),
      ])),
      facts.origin ? item('copy of', origin(facts.origin)) : null,
    ),
    facts.scheduled.length > 0 ? scheduled(facts.scheduled, changes) : null,
    facts.schema ? [el('h3', {}, 'Schema'), json(facts.schema)] : null,
    facts.rules.length > 0 ? [el('h3', {}, 'Rules'), rules(facts.rules)] : null,
  );
}

function pairs(map, line) {
  const lines = Object.entries(map).map(([key, value]) => el('li', {}, ...line(key, value)));
  return lines.length === 0 ? 'none' : el('ul', {}, ...lines);
}

function origin({ handle, state, revision }) {
  const from = handle ?? state;
  return el('a', { href: address('states', from, { at: revision }) }, `${from} #${number(revision)}`);
}

function scheduled(writes, changes) {
  const lines = writes.map(({ id, due, by, write }) =>
    el('li', {}, 'due ', time(due), ', by ', shortened(by, 60), ': ', brief(write, 300), ' ', cancelling(changes, id)),
  );
  return [el('h3', {}, 'Delayed writes'), el('ul', {}, ...lines)];
}

function rules(all) {
  const lines = all.map(({ expr, message }) =>
    el('li', {}, el('code', {}, stored(expr)), ' ', message ? stored(message) : null),
  );
  return el('ul', {}, ...lines);
}

function cancelling(changes, id) {
  const cancel = () => changes.make('state_write', { cancel: id }, () => 'The delayed write is cancelled.');
  return changes && button('Cancel', cancel, { class: 'more', 'aria-label': `Cancel the delayed write ${id}` });
}
