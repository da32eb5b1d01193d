// An order that an agent and a person work on together, with a failure and what is taken back, seen from outside.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { atEnd, check } from './check.js';
import { classpath, compile, jdk } from './java.js';
import { connect } from './official.js';
import { freshSqlite, holdfast, run, scratch } from './product.js';

const ORDER = {
  name: 'order',
  version: '1',
  output: { receipt: 'steps.charge.output' },
  steps: {
    reserve: {
      work: 'stock.reserve',
      input: { lines: 'input.lines' },
      compensate: { work: 'stock.release', input: 'output' },
    },
    approve: { kind: 'approval', needs: ['reserve'], text: 'Charge 50 to the card?' },
    charge: {
      work: 'bank.charge',
      needs: ['approve'],
      when: "steps.approve.output.choice == 'yes'",
      retry: { max_attempts: 2, backoff: 0.01 },
    },
  },
};

/** The agent does all work, the person at its client decides. */
export async function order(kind) {
  const store = freshSqlite();
  const step = (name, body) => check(`${kind}, order: ${name}`, body);
  const shown = shownAt(store);
  await defined(step, store);
  const { agent, asked } = await attached(kind, store);
  let handle;
  const next = async (...work) => claimed(await agent.call('workflow_next', { work, timeout_seconds: 10 }), handle);
  const report = (of, more) => agent.call('workflow_report', { handle, step: of.step, token: of.token, ...more });

  await step('the agent starts it and does the first step', async () => {
    const input = { lines: ['tea'] };
    ({ handle } = await agent.call('workflow_start', { workflow: 'order', input, name: 'order-1' }));
    const reserve = await next('stock.reserve');
    assert.deepEqual(reserve.input, { lines: ['tea'] });
    assert.deepEqual((await report(reserve, { output: 'r1' })).waits_for, ['person:*']);
  });
  await step('the command line shows what it waits for', async () => {
    assert.match(await shown('workflow', 'status', '@order-1'), /waits_for\s+\["person:\*"\]/);
    assert.match(await shown('questions'), /Charge 50 to the card\?/);
  });
  await step('the person at the client decides, whatever the agent sends', async () => {
    const { answer } = await agent.call('state_answer', { handle, question: 'approve', choice: 'no' });
    assert.equal(answer.choice, 'yes');
    assert.deepEqual(asked, ['Charge 50 to the card?']);
    return agent.spoken;
  });
  await step('a failed attempt is made again, and one that fails for good takes back what was done', async () => {
    const first = await next('bank.charge');
    assert.equal((await report(first, { error: 'the bank is busy' })).status, 'running');
    const second = await next('bank.charge');
    assert.equal(second.attempt, 2);
    await report(second, { error: 'the card has expired', final: true });
    const release = await next('stock.release');
    assert.equal(release.input, 'r1');
    assert.equal((await report(release, {})).status, 'failed');
  });
  await step('the command line shows how it ended, and who decided', async () => {
    const status = await shown('workflow', 'status', '@order-1');
    assert.match(status, /failed/);
    assert.match(status, /the card has expired/);
    assert.match(status, /reserve\s+"compensated"/);
    assert.match(await shown('history', '@order-1', '--json'), /step_compensated/);
  });
  await agent.close();
}

/** The agent decides nothing and reserves; a program in Java charges. Both work on the same run. */
export async function orderWithJava(kind) {
  const store = freshSqlite();
  const step = (name, body) => check(`${kind} and a worker in Java, order: ${name}`, body);
  const shown = shownAt(store);
  await defined(step, store);
  const { agent } = await attached(kind, store);
  const worker = await workerOf(store);
  let handle;
  await step('each does its work in the same run', async () => {
    const started = await agent.call('workflow_start', { workflow: 'order', input: { lines: ['tea'] } });
    ({ handle } = started);
    const next = await agent.call('workflow_next', { work: ['stock.reserve'], timeout_seconds: 10 });
    const reserve = claimed(next, handle);
    await agent.call('workflow_report', { handle, step: reserve.step, token: reserve.token, output: 'r7' });
    await agent.call('state_answer', { handle, question: 'approve' });
    const wait = { handle, until: 'has(self.run.ended_at)', timeout_seconds: 20 };
    assert.equal((await agent.call('state_wait', wait)).holds, true);
    const { status, output } = await agent.call('workflow_status', { handle });
    assert.deepEqual([status, output], ['succeeded', { receipt: 'receipt-1' }]);
  });
  await step('the work of both stands in one history', async () => {
    const { events } = JSON.parse(await shown('history', handle, '--json'));
    const happened = events.flatMap(({ cause }) => cause?.happened ?? []);
    const done = happened.filter(({ what }) => what === 'step_succeeded').map(({ step }) => step);
    assert.deepEqual(done, ['reserve', 'approve', 'charge']);
  });
  worker.stdin.end();
  const [code] = await once(worker, 'exit');
  await step('the worker ends when it is told to', () => assert.equal(code, 0));
  await agent.close();
}

function shownAt(store) {
  return async (...command) => {
    const { code, output, errors } = await run(...command, '--store', store);
    assert.equal(code, 0, errors);
    return output;
  };
}

async function defined(step, store) {
  const file = join(scratch, 'order.json');
  writeFileSync(file, JSON.stringify(ORDER));
  await step('the command line keeps its definition', async () => {
    const { output, errors } = await run('workflow', 'define', file, '--store', store);
    assert.match(output, /order version 1 is kept/, errors);
  });
}

/** An agent whose person answers yes to each form. */
async function attached(kind, store) {
  const asked = [];
  const server = { command: holdfast, args: ['stdio', '--store', store, '--profile', 'all'] };
  const agent = await connect(kind, server, {
    capabilities: { elicitation: { form: {} } },
    prepare: client =>
      client.asked('elicitation/create', ({ params }) => {
        asked.push(params.requestedSchema.properties.choice.description);
        return { action: 'accept', content: { choice: 'yes' } };
      }),
  });
  return { agent, asked };
}

function claimed({ timed_out, ...step }, handle) {
  assert.equal(timed_out, false);
  assert.equal(step.handle, handle);
  return step;
}

/** A worker in Java that charges, on the same store, until its input ends. */
async function workerOf(store) {
  const path = [compile('BankWorker.java'), classpath()].join(':');
  const child = spawn(jdk('java'), ['--enable-native-access=ALL-UNNAMED', '-cp', path, 'BankWorker', store], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  atEnd(() => child.exitCode === null && child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  return child;
}
