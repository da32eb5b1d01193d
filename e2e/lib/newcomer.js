// A caller that comes only now: it keeps no connection from before, so that a listener that has ended is noticed.
import assert from 'node:assert/strict';
import http from 'node:http';
import { createServer } from 'node:net';

import { MODERN, meta } from './rpc.js';

const PATIENCE_MS = 60_000;

/** Lists the tools over a connection of its own; rejects if that is not accepted or not answered in time. */
export async function served(url, headers = {}, patience = PATIENCE_MS) {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: { _meta: meta() } });
  const routing = { 'Mcp-Method': 'tools/list', 'MCP-Protocol-Version': MODERN };
  const answer = await post(url, { ...headers, ...routing }, body, patience);
  assert.equal(answer.status, 200, answer.text);
  assert.ok(JSON.parse(answer.text).result.tools.length > 0, answer.text);
}

function post(url, headers, body, patience) {
  return new Promise((resolve, reject) => {
    const all = {
      ...headers,
      Accept: 'application/json, text/event-stream',
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(body),
    };
    const options = { method: 'POST', agent: false, headers: all, signal: AbortSignal.timeout(patience) };
    const request = http.request(url, options, response => {
      let text = '';
      response.setEncoding('utf8').on('data', part => (text += part));
      response.on('end', () => resolve({ status: response.statusCode, text }));
      response.on('error', reject);
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** What `served` is for: it rejects for a port that accepts nothing, and for one that accepts and never answers. */
export async function noticesDeadListeners() {
  const silent = createServer(() => {});
  await new Promise(resolve => silent.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${silent.address().port}/mcp`;
  await assert.rejects(served(url, {}, 500), { name: 'AbortError' });
  silent.close();
  await assert.rejects(served(url, {}, 500), { code: 'ECONNREFUSED' });
}
