// Plain JSON-RPC over both transports and in both eras, without any SDK in between.
import http from 'node:http';
import https from 'node:https';
import { createInterface } from 'node:readline';

import { holdfast, sharedProcesses, start } from './product.js';

export const MODERN = '2026-07-28';
export const LEGACY = '2025-11-25';
const META = 'io.modelcontextprotocol/';

/** The metadata of every modern request. */
export function meta(version = MODERN) {
  return { [`${META}protocolVersion`]: version, [`${META}clientCapabilities`]: {} };
}

/** A tool's answer that says isError; `facts` holds its code, facts and hint. */
export class ToolFailure extends Error {
  constructor(tool, facts) {
    super(`${tool}: ${JSON.stringify(facts)}`);
    this.facts = facts;
  }
}

/** The object in a tool's result; throws ToolFailure when the result is an error. */
export function answerOf(tool, result) {
  const text = result.content?.find(block => block.type === 'text')?.text;
  const answer = result.structuredContent ?? (text === undefined ? undefined : parsed(text));
  if (result.isError) {
    throw new ToolFailure(tool, answer);
  }
  return answer;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return { text };
  }
}

/** What both transports share: `request` sends and returns the whole JSON-RPC response. */
class Connection {
  modern = true;
  ids = 0;

  params(params = {}) {
    return this.modern ? { ...params, _meta: { ...meta(), ...params._meta } } : params;
  }

  async result(method, params) {
    const response = await this.request(method, params);
    if (response.error) {
      throw new Error(`${method}: ${JSON.stringify(response.error)}`);
    }
    return response.result;
  }

  async call(name, args = {}) {
    return answerOf(name, await this.result('tools/call', { name, arguments: args }));
  }

  async initialize() {
    this.modern = false;
    const result = await this.result('initialize', {
      protocolVersion: LEGACY,
      capabilities: {},
      clientInfo: { name: 'e2e', version: '1' },
    });
    await this.notify('notifications/initialized');
    return result;
  }
}

/** A stdio server of its own; without a store it takes the user's. `program` and `before` replace the launcher. */
export class Stdio extends Connection {
  constructor(store, { args = [], env, program, before = [] } = {}) {
    super();
    this.child = start([...before, 'stdio', ...(store ? ['--store', store] : []), ...args], { env, program });
    this.waiting = new Map();
    this.strays = [];
    this.child.stdin.on('error', () => {});
    createInterface({ input: this.child.stdout, crlfDelay: Infinity }).on('line', line => this.receive(line));
    this.child.exited.then(end => this.abandon(new Error(`server ended ${JSON.stringify(end)}: ${this.child.errors}`)));
  }

  receive(line) {
    let message;
    try {
      message = JSON.parse(line);
    } catch {
      this.abandon(new Error(`not JSON on stdout: ${line.slice(0, 200)}`));
      return;
    }
    const waiter = this.waiting.get(message.id);
    if (waiter) {
      this.waiting.delete(message.id);
      waiter.resolve(message);
    } else if (this.onStray) {
      this.onStray(message);
    } else {
      this.strays.push(message);
    }
  }

  abandon(error) {
    for (const waiter of this.waiting.values()) {
      waiter.reject(error);
    }
    this.waiting.clear();
  }

  send(text) {
    this.child.stdin.write(`${text}\n`);
  }

  /** The next message that answers no request of ours, such as an error without an id. */
  stray() {
    const had = this.strays.shift();
    return had !== undefined ? Promise.resolve(had) : new Promise(resolve => (this.onStray = message => {
      this.onStray = undefined;
      resolve(message);
    }));
  }

  request(method, params) {
    const id = ++this.ids;
    return new Promise((resolve, reject) => {
      if (this.child.exitCode !== null || this.child.signalCode !== null) {
        reject(new Error('server has ended'));
        return;
      }
      this.waiting.set(id, { resolve, reject });
      this.send(JSON.stringify({ jsonrpc: '2.0', id, method, params: this.params(params) }));
    });
  }

  notify(method, params) {
    this.send(JSON.stringify({ jsonrpc: '2.0', method, ...(params && { params }) }));
  }

  /** Kills what serves it: the process that it shares with others, or its own. */
  kill() {
    const shared = this.child.spawnfile === holdfast ? sharedProcesses() : [];
    shared.forEach(pid => process.kill(pid, 'SIGKILL'));
    if (shared.length === 0) {
      this.child.kill('SIGKILL');
    }
  }

  /** Closes stdin, as a host does, and waits for the process to end. */
  async end() {
    this.child.stdin.end();
    return this.child.exited;
  }
}

/** Connections to an HTTP server: keep-alive, at most `connections` sockets. */
export class Http extends Connection {
  constructor(url, { connections = 1, headers = {}, tls = {} } = {}) {
    super();
    this.url = url;
    this.headers = headers;
    this.connections = connections;
    this.agent = new (protocol(url).Agent)({ keepAlive: true, maxSockets: connections, ...tls });
  }

  /** Posts a body as it is; returns {status, headers, text}. */
  post(body, headers) {
    return exchange(this.url, { method: 'POST', headers, agent: this.agent }, body);
  }

  /** Gets another page of the same server. */
  get(path, headers) {
    return exchange(new URL(path, this.url).href, { headers, agent: this.agent });
  }

  async request(method, params) {
    const sent = { jsonrpc: '2.0', id: ++this.ids, method, params: this.params(params) };
    const own = { ...this.headersFor(sent), ...this.headers };
    const { text, status, headers } = await this.post(JSON.stringify(sent), own);
    const session = headers['mcp-session-id'];
    if (session && !this.modern) {
      this.session = session;
    }
    const streamed = headers['content-type']?.startsWith('text/event-stream');
    const messages = streamed ? events(text) : [JSON.parse(text || 'null')];
    const response = messages.find(message => message?.id === sent.id) ?? messages.at(-1);
    if (!response) {
      throw new Error(`${method}: HTTP ${status} with an empty body`);
    }
    return response;
  }

  async notify(method, params) {
    const sent = { jsonrpc: '2.0', method, ...(params && { params }) };
    await this.post(JSON.stringify(sent), { ...this.headersFor(sent), ...this.headers });
  }

  headersFor({ method, params }) {
    if (!this.modern) {
      const session = this.session && { 'MCP-Protocol-Version': LEGACY, 'Mcp-Session-Id': this.session };
      return { ...JSON_HEADERS, ...session };
    }
    const name = params?.name ?? params?.taskId ?? (method === 'resources/read' ? params.uri : undefined);
    return { ...JSON_HEADERS, 'MCP-Protocol-Version': MODERN, 'Mcp-Method': method, ...(name && { 'Mcp-Name': name }) };
  }

  close() {
    this.agent.destroy();
  }
}

function protocol(url) {
  return url.startsWith('https:') ? https : http;
}

export const JSON_HEADERS = { 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream' };

/** One HTTP exchange, for headers that fetch does not allow (Host, Origin). */
export function exchange(url, options, body) {
  return new Promise((resolve, reject) => {
    const request = protocol(url).request(url, options, response => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', part => (text += part));
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, text }));
      response.on('error', reject);
    });
    request.on('error', reject);
    if (body === undefined) {
      request.end();
    } else {
      const bytes = Buffer.from(body);
      request.setHeader('Content-Length', bytes.length);
      request.end(bytes);
    }
  });
}

function events(text) {
  return text
    .split('\n')
    .filter(line => line.startsWith('data:') && line.length > 6)
    .map(line => JSON.parse(line.slice(5)));
}
