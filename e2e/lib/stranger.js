// A hostile caller: it calls without pause until its time is up, and counts how its calls end.
import { spawn } from 'node:child_process';
import http from 'node:http';
import net from 'node:net';
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';

const MODERN = '2026-07-28';
const META = 'io.modelcontextprotocol/';

/** Only short answers are looked into: long ones are documents. */
const SHORT = 64 << 10;

/** What both transports share. */
class Stranger {
  outcomes = {};
  sent = 0;
  acts = 0;
  until = 0;

  get over() {
    return performance.now() >= this.until;
  }

  count(outcome) {
    this.outcomes[outcome] = (this.outcomes[outcome] ?? 0) + 1;
  }

  /** Repeats an action in so many parallel lanes until the time is up; the action is given a number of its own. */
  lanes(count, action) {
    const lane = async () => {
      while (!this.over) {
        await action(this.acts++);
      }
    };
    return Promise.all(Array.from({ length: count }, lane));
  }

  pause(milliseconds) {
    return new Promise(resolve => setTimeout(resolve, milliseconds));
  }

  /** A call of which only is counted how it ended. */
  async call(tool, args, meta) {
    try {
      const text = await this.request('tools/call', { name: tool, arguments: args }, meta);
      this.count(text.length > SHORT ? 'answered' : outcomeOf(JSON.parse(text)));
    } catch (failure) {
      this.count(this.over ? 'left' : (failure.outcome ?? failure.code ?? failure.message));
    }
  }

  /** A call to prepare the attack: has to be answered. */
  async must(tool, args) {
    const { result, error } = JSON.parse(await this.request('tools/call', { name: tool, arguments: args }));
    const text = result?.content?.[0]?.text;
    if (!text || result.isError) {
      throw new Error(`${tool}: ${text ?? JSON.stringify(error)}`);
    }
    return JSON.parse(text);
  }

  async open(args = {}) {
    return (await this.must('state_open', args)).handle;
  }

  /** A request as the stateless era wants it. */
  message(method, params, meta = {}) {
    const _meta = { [`${META}protocolVersion`]: MODERN, [`${META}clientCapabilities`]: {}, ...meta };
    return { jsonrpc: '2.0', id: ++this.sent, method, params: { ...params, _meta } };
  }
}

function outcomeOf({ result, error }) {
  if (error) {
    return refusalOf(error.data ?? {}) ?? `error ${error.code}: ${error.message}`;
  }
  return result.isError ? refusalOf(JSON.parse(result.content[0].text)) : 'answered';
}

function refusalOf({ code, limit }) {
  return limit ? `${code} ${limit}` : code;
}

/** Over HTTP, also below it. */
export class HttpStranger extends Stranger {
  agent = new http.Agent({ keepAlive: true, maxSockets: 64 });

  constructor({ url, key }) {
    super();
    this.url = new URL(url);
    this.key = key;
  }

  /** Answers the text of the response. */
  async request(method, params, meta) {
    const message = this.message(method, params, meta);
    const { status, text } = await this.post(JSON.stringify(message), this.headers(message));
    if (status !== 200) {
      throw Object.assign(new Error(text), { outcome: `HTTP ${status}` });
    }
    return text.startsWith('{') ? text : text.slice(text.lastIndexOf('\ndata: ') + 7);
  }

  headers({ method, params }) {
    return {
      ...this.commonHeaders(),
      'MCP-Protocol-Version': MODERN,
      'Mcp-Method': method,
      ...(params.name && { 'Mcp-Name': params.name }),
    };
  }

  commonHeaders() {
    return {
      'Content-Type': 'application/json',
      Accept: 'application/json, text/event-stream',
      ...(this.key && { Authorization: `Bearer ${this.key}` }),
    };
  }

  /** @param leaveAfter milliseconds after which the connection is closed, whatever is under way */
  post(body, headers, { leaveAfter } = {}) {
    return new Promise((resolve, reject) => {
      const bytes = Buffer.from(body);
      const options = { method: 'POST', headers: { ...headers, 'Content-Length': bytes.length }, agent: this.agent };
      const request = http.request(this.url, options, response => {
        const parts = [];
        response.on('data', part => parts.push(part));
        response.on('end', () => resolve({ status: response.statusCode, text: Buffer.concat(parts).toString() }));
        response.on('error', reject);
      });
      request.on('error', reject);
      const timer = leaveAfter && setTimeout(() => request.destroy(new Error('left')), leaveAfter);
      request.on('close', () => clearTimeout(timer));
      request.end(bytes);
    });
  }

  postAndCount(body, headers, options) {
    return this.post(body, headers, options).then(
      ({ status }) => this.count(`HTTP ${status}`),
      error => this.count(this.over ? 'left' : (error.code ?? error.message)),
    );
  }

  /** The bytes of a request, to be sent by hand. */
  bytes(message) {
    const body = Buffer.from(JSON.stringify(message));
    return Buffer.concat([Buffer.from(this.head(this.headers(message), body.length)), body]);
  }

  head(headers, length) {
    const lines = Object.entries({ ...headers, 'Content-Length': length }).map(([name, value]) => `${name}: ${value}`);
    return [`POST ${this.url.pathname} HTTP/1.1`, `Host: ${this.url.host}`, ...lines, '', ''].join('\r\n');
  }

  /**
   * A connection by hand; counts how it begins and ends.
   *
   * @param read what to do with what comes; null to take nothing, so that it is not even noticed when it is closed
   */
  socket(first, read = () => {}) {
    const socket = net.connect(Number(this.url.port), this.url.hostname);
    socket.once('connect', () => {
      this.count('connected');
      if (first) {
        socket.write(first);
      }
    });
    socket.once('error', error => this.count(error.code));
    socket.once('close', failed => failed || this.over || this.count('hung up on'));
    if (read) {
      socket.on('data', read);
    } else {
      socket.pause();
    }
    return socket;
  }

  /** Keeps so many connections open until the time is up; those that are closed are replaced. */
  async crowd(count, first, { action = () => {}, read } = {}) {
    const open = new Set();
    while (!this.over) {
      while (open.size < count && !this.over) {
        const socket = this.socket(typeof first === 'function' ? first(this.acts++) : first, read);
        open.add(socket);
        socket.once('close', () => open.delete(socket));
        if (open.size % 50 === 0) {
          await this.pause(5);
        }
      }
      open.forEach(action);
      await this.pause(50);
    }
    open.forEach(socket => socket.destroy());
  }

  leave() {
    this.agent.destroy();
  }
}

/** A model whose host started a server for it. */
export class StdioStranger extends Stranger {
  waiting = new Map();

  constructor({ command, args, env }) {
    super();
    this.child = spawn(command, args, { env, stdio: ['pipe', 'pipe', 'ignore'] });
    this.child.stdin.on('error', () => {});
    createInterface({ input: this.child.stdout }).on('line', line => this.receive(line));
    this.child.once('exit', () => this.abandon('the server ended'));
  }

  receive(line) {
    const { id } = JSON.parse(line);
    this.waiting.get(id)?.resolve(line);
    this.waiting.delete(id);
  }

  request(method, params, meta) {
    const message = this.message(method, params, meta);
    return new Promise((resolve, reject) => {
      this.waiting.set(message.id, { resolve, reject });
      this.send(message);
    });
  }

  send(message) {
    this.child.stdin.write(`${JSON.stringify(message)}\n`);
  }

  leave() {
    for (const requestId of this.waiting.keys()) {
      this.send({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId } });
    }
    this.abandon('left');
  }

  abandon(why) {
    this.waiting.forEach(({ reject }) => reject(new Error(why)));
    this.waiting.clear();
  }
}
