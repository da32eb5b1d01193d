// Changes that a person makes, each on the revision that they see: if another was first, nothing happens.
import { button, el, fill, notice } from './dom.js';
import { address, go } from './route.js';
import { number } from './shown.js';
import { parse } from './mcp.js';

/**
 * The buttons for a state.
 *
 * @param seen answers the revision that is shown, the newest one, and whether the document follows rules of its own
 */
export function actions(app, handle, seen) {
  const told = el('div', { class: 'told' });
  const change = async (tool, args, said) => {
    try {
      const answer = await app.mcp.call(tool, { handle, ...args });
      fill(told, notice('good', said(answer)));
    } catch (error) {
      fill(told, refused(app, error));
    }
  };
  const undo = (args, said) => change('state_undo', { if_revision: seen().newest, ...args }, said);
  const done = ({ revision, changed }) => `Revision ${number(revision)}: ${changed.length || 'no'} keys changed.`;
  return el(
    'section',
    { class: 'actions', 'aria-label': 'Changes' },
    button('Undo', () => undo({}, done)),
    button('Redo', () => undo({ redo: true }, done)),
    button('Restore what is shown', () => restore(undo, seen, done)),
    button('Copy what is shown…', () => copy(app, handle, seen, told)),
    button('Set a key…', () => setKey(change, seen, done)),
    button('Close…', () => close(change)),
    told,
  );
}

function refused(app, error) {
  if (error.facts?.code === 'conflict') {
    return notice('bad', 'Another was first, and nothing was changed. Look at the newest revision, and decide again.');
  }
  return app.failed(error);
}

async function restore(undo, seen, done) {
  const { shown, newest } = seen();
  const question = `Make the document what it was at revision ${number(shown)}? That is a change of its own.`;
  if (await sure(question, 'Restore')) {
    await undo({ to_revision: shown, if_revision: newest }, done);
  }
}

async function copy(app, handle, seen, told) {
  const { shown } = seen();
  const name = el('input', { id: 'copy-name', maxlength: 200, placeholder: 'none' });
  const fields = [el('label', { for: 'copy-name' }, 'Name of the copy'), name];
  if (!(await sure(`Make a state of its own from revision ${number(shown)}?`, 'Copy', fields))) {
    return;
  }
  try {
    const ask = { fork_of: handle, at_revision: shown, name: name.value.trim() || undefined };
    const made = await app.mcp.call('state_open', ask);
    go(address('states', made.handle));
  } catch (error) {
    fill(told, refused(app, error));
  }
}

async function setKey(change, seen, done) {
  const { newest } = seen();
  const key = el('input', { id: 'set-key', required: true, spellcheck: 'false' });
  const value = el('textarea', { id: 'set-value', rows: 6, spellcheck: 'false', placeholder: '{"theme":"dark"}' });
  const fields = [
    el('label', { for: 'set-key' }, 'Key, or a JSON Pointer'),
    key,
    el('label', { for: 'set-value' }, 'Value, as JSON; none deletes the key'),
    value,
  ];
  const check = () => {
    value.setCustomValidity('');
    try {
      value.value.trim() && parse(value.value);
    } catch (error) {
      value.setCustomValidity(`This is no JSON: ${error.message}`);
    }
  };
  value.addEventListener('input', check);
  if (await sure('Set a key of the document', 'Set', fields)) {
    const text = value.value.trim();
    const what = text ? { set: { [key.value]: parse(text) } } : { delete: [key.value] };
    await change('state_write', { ...what, if_revision: newest, note: 'by hand, in the console' }, done);
  }
}

async function close(change) {
  if (await sure('Close this state? It can be brought back for seven days.', 'Close')) {
    await change('state_close', {}, () => 'Closed. It can be brought back by its handle for seven days.');
  }
}

/** Asks before something is done; true if the person agrees. */
function sure(question, label, fields = []) {
  return new Promise(resolve => {
    const end = agreed => {
      dialog.remove();
      resolve(agreed);
    };
    const submit = event => {
      event.preventDefault();
      end(true);
    };
    const dialog = el(
      'dialog',
      { 'aria-label': question, close: () => end(false) },
      el(
        'form',
        { submit },
        el('p', {}, question),
        ...fields,
        el(
          'div',
          { class: 'row' },
          el('button', { type: 'button', click: () => dialog.close() }, 'Cancel'),
          el('button', { type: 'submit', class: 'first' }, label),
        ),
      ),
    );
    document.body.append(dialog);
    dialog.showModal();
  });
}
