// The official tasks package follows background work of tools, over HTTP, against the fixture server in mcp's tests.
import assert from 'node:assert/strict';

import { check } from './check.js';
import { connect } from './official.js';

const EXTENSIONS = { 'io.modelcontextprotocol/tasks': {} };
export const CAPABILITIES = { elicitation: { form: {} }, extensions: EXTENSIONS };

/** Plays every way a task can end with the client of the newest revision at this URL. */
export async function tasks(label, url) {
  const open = () => connect('client v2', { url }, { capabilities: CAPABILITIES });
  const [mine, other] = [await open(), await open()];
  const asked = [];
  const answer = async request => {
    asked.push(request.params.message);
    return { action: 'accept', content: { confirm: true } };
  };
  const [session, another] = [await follow(mine, url, answer), await follow(other, url, answer)];
  const { resultFromTaskOutcome } = await official();
  const text = ({ outcome }) => resultFromTaskOutcome(outcome).content[0].text;
  const step = (name, body) => check(`${label}: ${name}`, body);
  const run = (tool, args = {}) => session.callTool(tool, args);

  await step('a tool that finishes at once is not a task', async () => {
    const execution = await run('greet', { name: 'Ada' });
    assert.equal(execution.kind, 'immediate');
    assert.match(text(await execution.settle()), /Hello, Ada/);
  });
  await step('a slow tool is a task that ends with its result', async () => {
    const execution = await run('slow_compute', { seconds: 1, label: 'e2e' });
    assert.equal(execution.kind, 'task');
    assert.match(text(await execution.settle()), /e2e/);
  });
  await step('a failure reported to the model completes the task', async () => {
    const { outcome } = await (await run('failing_job')).settle();
    assert.equal(outcome.status, 'completed');
    assert.equal(outcome.result.isError, true);
  });
  await step('a protocol error fails it', async () => {
    const { outcome } = await (await run('protocol_error_job')).settle();
    assert.equal(outcome.status, 'failed');
  });
  await step('a task that asks continues with the answer', async () => {
    const { outcome } = await (await run('confirm_delete', { filename: 'notes.txt' })).settle();
    assert.match(resultFromTaskOutcome(outcome).content[0].text, /"action":"accept"/);
    assert.equal(asked.length, 1);
  });
  await step('a task is cancelled', async () => {
    const execution = await run('slow_compute', { seconds: 60, label: 'never' });
    await execution.cancel();
    const { outcome } = await execution.settle();
    assert.equal(outcome.status, 'cancelled');
  });
  await step('a task can be followed by any client that knows its id', async () => {
    const execution = await run('slow_compute', { seconds: 1, label: 'later' });
    const reference = execution.serializeReference();
    await execution.detach();
    assert.match(text(await (await another.resumeTask(reference)).settle()), /later/);
  });
  await Promise.all([session.close(), another.close()]);
  await Promise.all([mine.close(), other.close()]);
}

/** A session of the official tasks package, for a client that is connected to this URL. */
export async function follow({ client }, url, answer) {
  const { createTaskSessionFromClient } = await official();
  return createTaskSessionFromClient(client, {
    endpointId: 'fixture',
    rawDispatch: request => dispatch(url, request),
    v2RequestFraming: {
      protocolVersion: '2026-07-28',
      clientInfo: { name: 'holdfast-e2e', version: '1.0.0' },
      clientCapabilities: CAPABILITIES,
    },
    onInputRequest: answer,
  });
}

/** Loaded when needed, as it may have to be installed first. */
function official() {
  return import('@modelcontextprotocol/ext-tasks/client');
}

/** Sends a request as it is: this package builds requests that the client library cannot express. */
async function dispatch(url, request) {
  const { method, params } = request;
  const name = params.taskId ?? params.name ?? params.uri;
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': method,
      ...(name === undefined ? {} : { 'mcp-name': name }),
    },
    body: JSON.stringify(request.jsonrpc ? request : { jsonrpc: '2.0', id: 1, ...request }),
  });
  const message = answer(response.headers.get('content-type'), await response.text());
  return message.error ? { kind: 'error', error: message.error } : { kind: 'result', result: message.result };
}

function answer(type, body) {
  const last = type.startsWith('text/event-stream')
    ? body.split('\n').filter(line => line.startsWith('data: ')).at(-1).slice('data: '.length)
    : body;
  return JSON.parse(last);
}
