// A stand-in for the model behind a host, on loopback, in the dialects that hosts speak. It asks for the tool calls
// that it was given, one a turn, then says that it is done, and remembers what it was offered and answered.
import { createServer } from 'node:http';

import { atEnd } from './check.js';

/**
 * Starts a model. `calls` are tool calls `{ tool, args }`, where `args` is given the answers so far; a tool is found by
 * the end of the name that the host gives it.
 */
export async function model(calls) {
  const seen = { offered: [], answers: [], faults: [] };
  const server = createServer((request, response) => {
    answer(request, response, calls, seen).catch(fault => {
      seen.faults.push(String(fault?.stack ?? fault));
      response.destroy();
    });
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  const stop = () => server.closeAllConnections() ?? server.close();
  atEnd(stop);
  return { ...seen, url: `http://127.0.0.1:${server.address().port}`, stop };
}

async function answer(request, response, calls, seen) {
  const chunks = await request.toArray();
  const path = request.url.split('?')[0];
  const dialect = dialects.find(({ matches }) => matches.test(path));
  if (request.method !== 'POST' || !dialect) {
    response.writeHead(404).end();
    return;
  }
  const body = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  const offered = dialect.offered(body);
  const answers = dialect.answers(body);
  // Hosts also ask without tools, for a title or a summary, and with a few of their own.
  const wanted = calls[answers.length];
  const tool = wanted && offered.find(({ name }) => endsWith(name, wanted.tool));
  if (tool) {
    seen.offered.splice(0, Infinity, ...offered);
  }
  seen.answers.push(...answers.slice(seen.answers.length));
  const call = tool && { tool, args: wanted.args(answers), number: answers.length };
  const parts = dialect.says(call, body);
  response.writeHead(200, { 'content-type': dialect.streams(path, body) ? 'text/event-stream' : 'application/json' });
  response.end(parts);
}

/** Hosts put the server's name before that of a tool, in ways of their own. */
function endsWith(name, tool) {
  return name === tool || name.endsWith(`_${tool}`);
}

const event = (data, name) => `${name ? `event: ${name}\n` : ''}data: ${JSON.stringify(data)}\n\n`;

const gemini = {
  matches: /:(stream)?generateContent$/i,
  streams: path => /stream/i.test(path),
  offered: ({ tools = [] }) =>
    tools
      .flatMap(({ functionDeclarations = [] }) => functionDeclarations)
      .map(({ name, parameters, parametersJsonSchema }) => ({ name, schema: parametersJsonSchema ?? parameters })),
  answers: ({ contents = [] }) =>
    contents
      .flatMap(({ parts = [] }) => parts)
      .filter(part => part.functionResponse)
      .map(part => JSON.stringify(part.functionResponse.response)),
  says(call) {
    const part = call ? { functionCall: { name: call.tool.name, args: call.args } } : { text: 'done' };
    const content = { role: 'model', parts: [part] };
    const usageMetadata = { promptTokenCount: 1, candidatesTokenCount: 1, totalTokenCount: 2 };
    return event({ candidates: [{ content, finishReason: 'STOP', index: 0 }], usageMetadata, modelVersion: 'stub' });
  },
};

const responses = {
  matches: /\/responses$/,
  streams: () => true,
  offered: ({ tools = [] }) =>
    tools
      .flatMap(tool => (tool.type === 'namespace' ? spaced(tool) : tool))
      .filter(({ name }) => name)
      .map(({ name, namespace, parameters }) => ({ name, namespace, schema: parameters })),
  answers: ({ input = [] }) =>
    input.filter(({ type }) => type === 'function_call_output').map(({ output }) => textOf(output)),
  says(call) {
    const text = { type: 'message', id: 'm', role: 'assistant', content: [{ type: 'output_text', text: 'done' }] };
    const item = call
      ? {
          type: 'function_call',
          id: `f${call.number}`,
          call_id: `c${call.number}`,
          name: call.tool.name,
          namespace: call.tool.namespace,
          arguments: JSON.stringify(call.args),
        }
      : text;
    const usage = { input_tokens: 1, output_tokens: 1, total_tokens: 2 };
    const named = (type, rest) => event({ type, ...rest }, type);
    return (
      named('response.created', { response: { id: 'r' } }) +
      named('response.output_item.done', { output_index: 0, item }) +
      named('response.completed', { response: { id: 'r', output: [item], usage } })
    );
  },
};

const completions = {
  matches: /\/chat\/completions$/,
  streams: (path, { stream }) => stream === true,
  offered: ({ tools = [] }) => tools.map(tool => ({ name: tool.function.name, schema: tool.function.parameters })),
  answers: ({ messages = [] }) => messages.filter(({ role }) => role === 'tool').map(({ content }) => textOf(content)),
  says(call, { stream }) {
    const args = call && JSON.stringify(call.args);
    const tool_calls = call && [
      { index: 0, id: `c${call.number}`, type: 'function', function: { name: call.tool.name, arguments: args } },
    ];
    const message = call ? { role: 'assistant', tool_calls } : { role: 'assistant', content: 'done' };
    const finish_reason = call ? 'tool_calls' : 'stop';
    if (!stream) {
      return JSON.stringify({ id: 'x', object: 'chat.completion', choices: [{ index: 0, message, finish_reason }] });
    }
    const chunk = choice => event({ id: 'x', object: 'chat.completion.chunk', choices: [{ index: 0, ...choice }] });
    return `${chunk({ delta: message, finish_reason: null })}${chunk({ delta: {}, finish_reason })}data: [DONE]\n\n`;
  },
};

const messages = {
  matches: /\/v1\/messages$/,
  streams: (path, { stream }) => stream === true,
  offered: ({ tools = [] }) => tools.map(({ name, input_schema }) => ({ name, schema: input_schema })),
  answers: body =>
    body.messages
      .flatMap(({ content }) => (Array.isArray(content) ? content : []))
      .filter(({ type }) => type === 'tool_result')
      .map(({ content }) => textOf(content)),
  says(call, { stream }) {
    const block = call
      ? { type: 'tool_use', id: `toolu_${call.number}`, name: call.tool.name, input: call.args }
      : { type: 'text', text: 'done' };
    const stop_reason = call ? 'tool_use' : 'end_turn';
    const usage = { input_tokens: 1, output_tokens: 1 };
    const message = { id: 'msg', type: 'message', role: 'assistant', model: 'stub', stop_sequence: null, usage };
    if (!stream) {
      return JSON.stringify({ ...message, content: [block], stop_reason });
    }
    const named = data => event(data, data.type);
    const delta = call
      ? { type: 'input_json_delta', partial_json: JSON.stringify(call.args) }
      : { type: 'text_delta', text: 'done' };
    return [
      { type: 'message_start', message: { ...message, content: [], stop_reason: null } },
      { type: 'content_block_start', index: 0, content_block: { ...block, ...(call ? { input: {} } : { text: '' }) } },
      { type: 'content_block_delta', index: 0, delta },
      { type: 'content_block_stop', index: 0 },
      { type: 'message_delta', delta: { stop_reason, stop_sequence: null }, usage },
      { type: 'message_stop' },
    ]
      .map(named)
      .join('');
  },
};

/** The tools of one server, which Codex CLI keeps in a namespace. */
function spaced({ name, tools }) {
  return tools.map(tool => ({ ...tool, namespace: name }));
}

const dialects = [gemini, responses, completions, messages];

function textOf(content) {
  return Array.isArray(content) ? content.map(({ text = '' }) => text).join('') : String(content);
}
