// The credential of this tab. It is kept for the tab alone, never in a cookie: those go to every port of a machine.
import { el, fill, notice } from './dom.js';

const KEPT = 'holdfast.token';
const CHANNEL = 'holdfast-console';
const LINK = /^#link=([A-Za-z0-9_-]{43})$/;
const PATIENCE_MS = 250;

const channel = new BroadcastChannel(CHANNEL);
channel.onmessage = ({ data }) => {
  if (data?.wanted && token()) {
    channel.postMessage({ token: token() });
  }
};

/** The credential of the moment; null if there is none. */
export function token() {
  return sessionStorage.getItem(KEPT);
}

export function forget() {
  sessionStorage.removeItem(KEPT);
}

/** Takes the link that the page was opened with, or what another tab of this console has. */
export async function begin() {
  const link = LINK.exec(location.hash);
  if (link) {
    history.replaceState(null, '', `${location.pathname}#/states`);
    sessionStorage.setItem(KEPT, `${link[1]}.${secret()}`);
  } else if (!token()) {
    const other = await ofOtherTab();
    if (other) {
      sessionStorage.setItem(KEPT, other);
    }
  }
}

/** Presented with the code of the link from the first request on, which makes the link this tab's alone. */
function secret() {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function ofOtherTab() {
  const asking = new BroadcastChannel(CHANNEL);
  return new Promise(resolve => {
    const end = found => {
      asking.close();
      resolve(found);
    };
    asking.onmessage = ({ data }) => typeof data?.token === 'string' && end(data.token);
    asking.postMessage({ wanted: true });
    setTimeout(() => end(null), PATIENCE_MS);
  });
}

/** Asks for a credential. */
export function signIn(refused, then) {
  const input = el('input', { type: 'password', id: 'token', autocomplete: 'off', required: true });
  const submit = event => {
    event.preventDefault();
    sessionStorage.setItem(KEPT, input.value.trim());
    then();
  };
  return fill(
    el('main', { class: 'sign-in' }),
    el('h1', {}, 'Holdfast'),
    refused
      ? notice('bad', 'That link or token is not accepted. A link can be opened once, and holds for twelve hours.')
      : null,
    el('p', {}, 'Run ', el('code', {}, 'holdfast console'), ' on the machine with the store: it prints a link.'),
    el(
      'form',
      { submit },
      el('label', { for: 'token' }, 'Or give the token or API key of this server'),
      el('div', { class: 'row' }, input, el('button', { type: 'submit', class: 'first' }, 'Open')),
    ),
  );
}
