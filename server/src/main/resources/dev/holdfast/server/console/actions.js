// What a person may do to a state: each change is made on the revision that they see.
import { claim, share } from './access.js';
import { Changes, done, refused } from './changes.js';
import { field, jsonField, sure } from './dialog.js';
import { button, el } from './dom.js';
import { close, erase } from './ending.js';
import { parse } from './mcp.js';
import { address, go } from './route.js';
import { settings } from './settings.js';
import { number } from './shown.js';

const BY_HAND = 'by hand, in the console';

/**
 * The buttons for a state.
 *
 * @param seen answers the revision that is shown, the newest one, and the latest facts, if there are any yet
 * @param merging the address at which another state is merged into this one
 */
export function actions(app, handle, seen, merging) {
  const changes = new Changes(app, handle);
  const undo = (args, said) => changes.make('state_undo', { if_revision: seen().newest, ...args }, said);
  const node = el(
    'section',
    { class: 'actions', 'aria-label': 'Changes' },
    part('timed', button('Undo', () => undo({}, done))),
    part('timed', button('Redo', () => undo({ redo: true }, done))),
    part('timed', button('Restore what is shown', () => restore(undo, seen))),
    button('Copy what is shown…', () => copy(app, handle, seen, changes)),
    part('free', button('Set a key…', () => setKey(changes, seen))),
    part('free', button('Merge…', () => go(merging()))),
    button('Settings…', () => settings(changes, seen)),
    button('Share…', () => share(changes)),
    button('Claim…', () => claim(changes)),
    button('Close…', () => close(changes)),
    button('Erase…', () => erase(changes)),
    changes.node,
  );
  return { node, changes, follows: what => (node.dataset.follows = what) };
}

/** A button for states that are not led by a machine (`free`), or not by a workflow either (`timed`). */
function part(kind, node) {
  node.classList.add(kind);
  return node;
}

async function restore(undo, seen) {
  const { shown, newest } = seen();
  const question = `Make the document what it was at revision ${number(shown)}? That is a change of its own.`;
  if (await sure(question, 'Restore')) {
    await undo({ to_revision: shown, if_revision: newest }, done);
  }
}

async function copy(app, handle, seen, changes) {
  const { shown } = seen();
  const name = field('copy-name', 'Name of the copy', { maxlength: 200, placeholder: 'none' });
  if (!(await sure(`Make a state of its own from revision ${number(shown)}?`, 'Copy', [name]))) {
    return;
  }
  try {
    const ask = { fork_of: handle, at_revision: shown, name: name.input.value.trim() || undefined };
    const made = await app.mcp.call('state_open', ask);
    go(address('states', made.handle));
  } catch (error) {
    changes.say(refused(app, error));
  }
}

async function setKey(changes, seen) {
  const { newest } = seen();
  const key = field('set-key', 'Key, or a JSON Pointer', { required: true });
  const example = { placeholder: '{"theme":"dark"}' };
  const value = jsonField('set-value', 'Value, as JSON; none deletes the key', parse, example);
  const delay = field('set-delay', 'Wait so many seconds before', { type: 'number', min: 1, placeholder: 'at once' });
  if (!(await sure('Set a key of the document', 'Set', [key, value, delay]))) {
    return;
  }
  const text = value.input.value.trim();
  const what = text ? { set: { [key.input.value]: parse(text) } } : { delete: [key.input.value] };
  const later = Number(delay.input.value) || undefined;
  // A delayed write is decided when it is due: the revision of now would refuse it then.
  const when = later ? { delay: later } : { if_revision: newest };
  await changes.make('state_write', { ...what, ...when, note: BY_HAND }, later ? planned : done);
}

function planned({ due }) {
  return `Planned for ${new Date(due).toLocaleString()}. It can be cancelled below, until then.`;
}
