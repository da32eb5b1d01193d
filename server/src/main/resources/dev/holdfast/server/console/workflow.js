// A run of a workflow: how it stands, and the state of each step.
import { el } from './dom.js';
import { brief } from './document.js';
import { address } from './route.js';
import { number, shortened, time } from './shown.js';

/** The picture of a run with its steps below it. */
export async function run(app, handle, picture) {
  const status = await app.mcp.call('workflow_status', { handle });
  const steps = Object.entries(status.steps).map(([name, step]) => row(name, step));
  const names = ['Step', 'Status', 'Attempt', 'Held by', 'Until', 'Failure'];
  const heads = names.map(name => el('th', { scope: 'col', class: name === 'Attempt' ? 'figure' : null }, name));
  return el(
    'section',
    { class: 'run', 'aria-label': 'Run' },
    el('h2', {}, 'Run of ', shortened(status.workflow, 80), ` ${status.version}: `, el('b', {}, status.status)),
    status.paused ? el('p', {}, 'paused') : null,
    status.waits_for ? el('p', {}, 'waits for ', shortened(status.waits_for.join(', '), 200)) : null,
    status.next_at ? el('p', {}, 'goes on by itself ', time(status.next_at)) : null,
    status.failure ? el('p', { class: 'notice bad' }, 'failed: ', brief(status.failure, 400)) : null,
    picture,
    el('table', {}, el('thead', {}, el('tr', {}, ...heads)), el('tbody', {}, ...steps)),
    status.more ? el('p', { class: 'quiet' }, `and ${number(status.more)} more steps`) : null,
  );
}

function row(name, told) {
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
    el('td', {}, step.failure ? brief(step.failure, 120) : ''),
  );
}
