// A run of a workflow: how it stands, and the state of each step.
import { field, jsonField, sure } from './dialog.js';
import { button, el } from './dom.js';
import { brief } from './document.js';
import { parse } from './mcp.js';
import { address } from './route.js';
import { number, plain, shortened, time } from './shown.js';

/** Of a run that goes on. */
const LIVING = new Set(['running', 'stopping', 'compensating']);

/** The picture of a run with its steps below it; `changes` is null where nothing may be changed. */
export async function run(app, handle, picture, changes) {
  const status = await app.mcp.call('workflow_status', { handle });
  const again = LIVING.has(status.status) ? null : changes;
  const steps = Object.entries(status.steps).map(([name, step]) => row(name, step, again));
  const names = ['Step', 'Status', 'Attempt', 'Held by', 'Until', 'Failure'];
  const heads = names.map(name => el('th', { scope: 'col', class: name === 'Attempt' ? 'figure' : null }, name));
  return el(
    'section',
    { class: 'run', 'aria-label': 'Run' },
    el('h2', {}, 'Run of ', shortened(status.workflow, 80), ` ${status.version}: `, el('b', {}, status.status)),
    status.paused ? el('p', {}, 'paused') : null,
    status.waits_for ? el('p', {}, 'waits for ', shortened(status.waits_for.join(', '), 200)) : null,
    status.next_at ? el('p', {}, 'goes on by itself ', time(status.next_at)) : null,
    status.questions ? el('p', {}, el('a', { href: address('approvals') }, 'waits for answers')) : null,
    changes ? controls(changes, status) : null,
    status.failure ? el('p', { class: 'notice bad' }, 'failed: ', brief(status.failure, 400)) : null,
    picture,
    el('table', {}, el('thead', {}, el('tr', {}, ...heads)), el('tbody', {}, ...steps)),
    status.more ? el('p', { class: 'quiet' }, `and ${number(status.more)} more steps`) : null,
  );
}

function row(name, told, changes) {
  const step = typeof told === 'string' ? { status: told } : told;
  const label = step.run ? el('a', { href: address('states', step.run) }, shortened(name, 60)) : shortened(name, 60);
  return el(
    'tr',
    {},
    el('th', { scope: 'row' }, label),
    el('td', {}, el('span', { class: `status ${step.status}` }, step.status)),
    el('td', { class: 'figure' }, number(step.attempt ?? 1)),
    el('td', {}, step.by ? shortened(step.by, 60) : ''),
    el('td', {}, step.until ? time(step.until) : ''),
    el('td', {}, step.failure ? brief(step.failure, 120) : '', changes ? retrying(changes, name, step) : null),
  );
}

function controls(changes, status) {
  const stands = ({ status: now, paused }) => `The run is ${paused ? 'paused' : now}.`;
  const control = (what, more = {}) => changes.make('workflow_report', { control: what, ...more }, stands);
  if (!LIVING.has(status.status)) {
    return null;
  }
  const question = 'Cancel this run? What it has done is compensated.';
  const cancel = async () => (await sure(question, 'Cancel it')) && control('cancel');
  return el(
    'div',
    { class: 'row' },
    status.paused ? button('Go on', () => control('resume')) : button('Pause', () => control('pause')),
    button('Signal…', () => signal(changes, stands)),
    button('Cancel the run…', cancel),
  );
}

async function signal(changes, stands) {
  const name = field('signal-name', 'Name of the signal', { required: true });
  const data = jsonField('signal-data', 'What comes with it, as JSON; null if it is empty', parse);
  if (await sure('Send a signal to this run', 'Signal', [name, data])) {
    const text = data.input.value.trim();
    const output = text ? parse(text) : undefined;
    await changes.make('workflow_report', { signal: name.input.value.trim(), output }, stands);
  }
}

/** A run that has ended may be taken up again from a step. */
function retrying(changes, name, { status }) {
  if (status === 'succeeded') {
    return null;
  }
  const retry = () =>
    changes.make('workflow_report', { control: 'retry', step: name }, ({ status: now }) => `The run is ${now}.`);
  return button('Retry', retry, { class: 'more', 'aria-label': `Retry ${plain(name)}` });
}
