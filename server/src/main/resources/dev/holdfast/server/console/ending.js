// The end of a state: closed, which can be taken back, or erased, which cannot.
import { field, sure } from './dialog.js';
import { notice } from './dom.js';
import { plain } from './shown.js';

const AGREED = 'erase';

export async function close(changes) {
  if (await sure('Close this state? It can be brought back for seven days.', 'Close')) {
    await changes.make('state_close', {}, () => 'Closed. It can be brought back by its handle for seven days.');
  }
}

/** The server says what would be erased; only who writes so by hand has agreed. */
export async function erase(changes) {
  const ask = async ({ message }) => {
    const must = { required: true, pattern: AGREED, autocomplete: 'off' };
    const word = field('erase-word', `Write “${AGREED}” to agree`, must);
    const agreed = await sure(plain(message), 'Erase it for good', [word]);
    return agreed && word.input.value === AGREED
      ? { action: 'accept', content: { erase: true } }
      : { action: 'decline' };
  };
  try {
    await changes.app.mcp.call('state_close', { handle: changes.handle, erase: true }, { ask });
    changes.say(notice('good', 'Erased, with its whole history.'));
  } catch (error) {
    const declined = error.facts?.code === 'rejected' ? notice('', 'Nothing was erased.') : changes.app.failed(error);
    changes.say(declined);
  }
}
