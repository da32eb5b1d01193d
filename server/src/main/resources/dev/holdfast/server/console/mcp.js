// The protocol, in its stateless revision: one POST for each request.

const VERSION = '2026-07-28';
const META = 'io.modelcontextprotocol/';
const ENDPOINT = '/console/mcp';

/** What a tool or the server refused; `facts` has its code and what else there is to know. */
export class Refused extends Error {
  constructor(facts) {
    super(String(facts.hint ?? facts.message ?? facts.code));
    this.facts = facts;
  }
}

/** The credential is missing, or not accepted any more. */
export class NotAdmitted extends Error {}

/** A number of which JavaScript would lose digits. */
export class Digits {
  constructor(source) {
    this.source = source;
  }

  toString() {
    return this.source;
  }

  toJSON() {
    return JSON.rawJSON ? JSON.rawJSON(this.source) : Number(this.source);
  }
}

/** JSON with all digits of its numbers, where the browser tells them. */
export function parse(text) {
  return JSON.parse(text, (name, value, context) =>
    typeof value === 'number' && context?.source !== undefined && String(value) !== context.source
      ? new Digits(context.source)
      : value,
  );
}

export class Mcp {
  #ids = 0;

  /** @param token answers the credential of the moment, or null */
  constructor(token) {
    this.token = token;
  }

  /** Calls a tool and returns its answer. `ask` shows forms that the server wants filled in. */
  async call(name, given, { signal, ask } = {}) {
    let more = {};
    for (;;) {
      const args = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
      const result = await this.request('tools/call', { name, arguments: args, ...more }, { signal, forms: !!ask });
      if (result.resultType !== 'input_required') {
        return answer(result);
      }
      more = { inputResponses: await responses(result.inputRequests, ask), requestState: result.requestState };
    }
  }

  /** The text of a resource; null if there is none. */
  async read(uri, { signal } = {}) {
    try {
      const result = await this.request('resources/read', { uri }, { signal });
      return result.contents?.[0]?.text ?? null;
    } catch (error) {
      if (error instanceof Refused) {
        return null;
      }
      throw error;
    }
  }

  async request(method, params, { signal, forms } = {}) {
    const response = await this.#post(method, params, signal, forms);
    const message = isStream(response) ? await lastOf(response) : parse(await response.text());
    if (message.error) {
      throw new Refused({ ...message.error.data, message: message.error.message, code: message.error.code });
    }
    return message.result;
  }

  /** Hands each notification of a stream over until it ends. */
  async stream(method, params, take, signal) {
    const response = await this.#post(method, params, signal, false);
    if (!isStream(response)) {
      throw new Refused(parse(await response.text()).error ?? { message: 'no stream' });
    }
    for await (const message of messages(response)) {
      take(message);
    }
  }

  async #post(method, params, signal, forms) {
    const capabilities = forms ? { elicitation: {} } : {};
    const _meta = { [`${META}protocolVersion`]: VERSION, [`${META}clientCapabilities`]: capabilities };
    const named = params.name ?? params.uri;
    const headers = {
      'Content-Type': 'application/json',
      Accept: 'application/json, text/event-stream',
      Authorization: `Bearer ${this.token()}`,
      'MCP-Protocol-Version': VERSION,
      'Mcp-Method': method,
      ...(method === 'tools/call' || method === 'resources/read' ? { 'Mcp-Name': named } : {}),
    };
    const body = JSON.stringify({ jsonrpc: '2.0', id: ++this.#ids, method, params: { ...params, _meta } });
    const options = { method: 'POST', headers, body, signal, cache: 'no-store', credentials: 'omit' };
    const response = await fetch(ENDPOINT, options);
    if (response.status === 401) {
      throw new NotAdmitted();
    }
    return response;
  }
}

function answer(result) {
  const facts = result.structuredContent ?? parse(result.content?.[0]?.text ?? '{}');
  if (result.isError) {
    throw new Refused(facts);
  }
  return facts;
}

async function responses(requests, ask) {
  const all = {};
  for (const [key, { params }] of Object.entries(requests ?? {})) {
    all[key] = await ask(params);
  }
  return all;
}

function isStream(response) {
  return (response.headers.get('Content-Type') ?? '').startsWith('text/event-stream');
}

async function lastOf(response) {
  let last;
  for await (const message of messages(response)) {
    last = message;
  }
  if (!last) {
    throw new TypeError('the connection was cut');
  }
  return last;
}

/** The messages of an event stream. */
async function* messages(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) {
      return;
    }
    const events = (rest + value).split('\n\n');
    rest = events.pop();
    for (const event of events) {
      const data = event.split('\n').filter(line => line.startsWith('data:'));
      const text = data.map(line => line.slice(line[5] === ' ' ? 6 : 5)).join('\n');
      if (text) {
        yield parse(text);
      }
    }
  }
}
