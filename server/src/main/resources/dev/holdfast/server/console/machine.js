// A machine in words: what is active, which events it takes now, and what keeps the others back.
import { done } from './changes.js';
import { jsonField, sure } from './dialog.js';
import { button, el } from './dom.js';
import { brief } from './document.js';
import { parse } from './mcp.js';
import { plain, shortened, stored, time } from './shown.js';

/** The picture of a machine with how it stands below it; `changes` is null where nothing may be changed. */
export async function machine(app, handle, picture, changes, seen) {
  const { machine: stands } = await app.mcp.call('state_read', { handle, keys: [] });
  if (!stands) {
    return picture;
  }
  const possible = (stands.possible ?? []).map(event => el('li', {}, offered(event, changes, seen)));
  const blocked = Object.entries(stands.blocked ?? {}).map(([event, why]) =>
    el('li', {}, stored(event), ' ', el('span', { class: 'quiet' }, stored(why))),
  );
  return el(
    'section',
    { class: 'machine', 'aria-label': 'Machine' },
    picture,
    el('p', {}, 'Active: ', brief(stands.active, 400), stands.done ? ', and done' : null),
    stands.output === undefined ? null : el('p', {}, 'Output: ', brief(stands.output, 400)),
    stands.next_at ? el('p', {}, 'Goes on by itself ', time(stands.next_at)) : null,
    possible.length > 0 ? [el('h3', {}, 'Takes now'), el('ul', { class: 'events-now' }, ...possible)] : null,
    blocked.length > 0 ? [el('h3', {}, 'Kept back'), el('ul', {}, ...blocked)] : null,
  );
}

function offered(event, changes, seen) {
  if (!changes) {
    return stored(event);
  }
  return button(shortened(event, 60), async () => {
    const data = jsonField('send-data', 'What comes with it, as a JSON object; none if it is empty', parse);
    if (!(await sure(`Send the event ${plain(event)}?`, 'Send', [data]))) {
      return;
    }
    const text = data.input.value.trim();
    const args = { event, data: text ? parse(text) : undefined, if_revision: seen().newest };
    await changes.make('machine_send', args, done);
  });
}
