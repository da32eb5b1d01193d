// Runs of workflows that official TypeScript clients follow as tasks, over HTTP, while a worker does their steps: with
// the extension for tasks of the newest revision; and on 2025-11-25, whose own tasks this server does not offer, the
// same call is answered at once and the run is followed by `workflow_status`.
import assert from 'node:assert/strict';

import { check } from './check.js';
import { connect } from './official.js';
import { answerOf } from './rpc.js';
import { CAPABILITIES, follow } from './tasks.js';

const METHOD_NOT_FOUND = -32601;

/** Plays both against the server at this URL, which offers the tools of workflows. */
export async function runTasks(url) {
  const worker = await connect('client v2', { url });
  await asTasks('run as a task, client v2', url, worker);
  await withoutTasks('run without a task, sdk v1', url, worker);
  await worker.close();
}

/** Work of its own kind, so that no other run is claimed in place of this one. */
function start(work) {
  const steps = { first: { work }, last: { work, needs: ['first'] } };
  return { definition: { name: 'two', version: '1', output: 'steps.last.output', steps }, wait: true };
}

async function carryOut(worker, work, output) {
  const { handle, step, token } = await worker.call('workflow_next', { work: [work], timeout_seconds: 20 });
  return worker.call('workflow_report', { handle, step, token, output });
}

async function asTasks(label, url, worker) {
  const step = (name, body) => check(`${label}: ${name}`, body);
  const mine = await connect('client v2', { url }, { capabilities: CAPABILITIES });
  const session = await follow(mine, url, () => ({ action: 'cancel' }));
  const snapshot = execution => session.task(execution.handle.taskId).snapshot();
  let begun;
  let handle;

  await step('begins as a task', async () => {
    begun = await session.callTool('workflow_start', start('task_done'));
    assert.equal(begun.kind, 'task');
  });
  await step('is polled, and says which run it is', async () => {
    const seen = await snapshot(begun);
    assert.equal(seen.status, 'working');
    [handle] = /st_[a-z0-9]+/.exec(seen.statusMessage);
    assert.equal((await worker.call('workflow_status', { handle })).status, 'running');
  });
  await step('goes on while there are steps', async () => {
    await carryOut(worker, 'task_done', 1);
    assert.equal((await snapshot(begun)).status, 'working');
  });
  await step('ends with what the run answers', async () => {
    await carryOut(worker, 'task_done', 2);
    const { outcome } = await begun.settle();
    assert.equal(outcome.status, 'completed');
    const answer = outcome.result.structuredContent;
    assert.deepEqual([answer.handle, answer.status, answer.output], [handle, 'succeeded', 2]);
  });
  await step('is cancelled without its run', async () => {
    const other = await session.callTool('workflow_start', start('task_cancelled'));
    const [run] = /st_[a-z0-9]+/.exec((await snapshot(other)).statusMessage);
    await other.cancel();
    assert.equal((await other.settle()).outcome.status, 'cancelled');
    assert.equal((await worker.call('workflow_status', { handle: run })).status, 'running');
    await carryOut(worker, 'task_cancelled', 1);
    assert.equal((await carryOut(worker, 'task_cancelled', 3)).status, 'succeeded');
  });
  await session.close();
  await mine.close();
}

async function withoutTasks(label, url, worker) {
  const step = (name, body) => check(`${label}: ${name}`, body);
  const mine = await connect('sdk v1', { url });
  const { tasks } = mine.client.experimental;

  await step('is told that there are no tasks', async () => {
    assert.equal(mine.client.getServerCapabilities().tasks, undefined);
    for (const ask of [() => tasks.getTask('any'), () => tasks.cancelTask('any')]) {
      await assert.rejects(ask, error => error.code === METHOD_NOT_FOUND);
    }
  });
  await step('begins a run, and is answered at once', async () => {
    const messages = [];
    for await (const message of tasks.callToolStream({ name: 'workflow_start', arguments: start('no_task') })) {
      messages.push(message);
    }
    assert.deepEqual(messages.map(({ type }) => type), ['result']);
    const { handle, status } = answerOf('workflow_start', messages[0].result);
    assert.equal(status, 'running');
    await carryOut(worker, 'no_task', 1);
    await carryOut(worker, 'no_task', 2);
    assert.equal((await mine.call('workflow_status', { handle })).status, 'succeeded');
  });
  await mine.close();
}
