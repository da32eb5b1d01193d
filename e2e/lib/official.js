// The official TypeScript clients behind one small interface: connect, call, list, read, listen, close.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { atEnd } from './check.js';
import { environment, holdfast, scratch } from './product.js';
import { answerOf } from './rpc.js';

const identity = { name: 'holdfast-e2e', version: '1.0.0' };

/** The kinds of client: v2 negotiates the era with the server, or is told to use that of v1. */
export const kinds = {
  'client v2': options => v2({ ...options, versionNegotiation: { mode: 'auto' } }),
  'client v2, legacy': v2,
  'sdk v1': v1,
};

/** Kinds that know no revision after 2024-11-05, and no HTTP. */
export const oldKinds = {
  'sdk 1.3': options => v1(options, 'sdk-1.3'),
  'sdk 1.9': options => v1(options, 'sdk-1.9'),
};

async function v2(options = {}) {
  const { Client, StreamableHTTPClientTransport } = await import('@modelcontextprotocol/client');
  const { StdioClientTransport } = await import('@modelcontextprotocol/client/stdio');
  const client = new Client(identity, options);
  return {
    client,
    asked: (method, answer) => client.setRequestHandler(method, answer),
    told: (method, hear) => client.setNotificationHandler(method, hear),
    callTool: (params, options) => client.callTool(params, options),
    stdio: parameters => new StdioClientTransport(parameters),
    http: url => new StreamableHTTPClientTransport(url),
    spoken: client => `${client.getNegotiatedProtocolVersion()} (${client.getProtocolEra()})`,
  };
}

async function v1(options = {}, sdk = '@modelcontextprotocol/sdk') {
  const { Client } = await import(`${sdk}/client/index.js`);
  const { StdioClientTransport } = await import(`${sdk}/client/stdio.js`);
  const http = await import(`${sdk}/client/streamableHttp.js`).catch(() => ({})); // old ones have none
  const { StreamableHTTPClientTransport = class {} } = http;
  const types = await import(`${sdk}/types.js`);
  const schema = {
    'elicitation/create': types.ElicitRequestSchema,
    'sampling/createMessage': types.CreateMessageRequestSchema,
    'notifications/resources/updated': types.ResourceUpdatedNotificationSchema,
    'notifications/tools/list_changed': types.ToolListChangedNotificationSchema,
  };
  const client = new Client(identity, options);
  let agreed = types.LATEST_PROTOCOL_VERSION; // clients that do not tell their transport know no other
  class Stdio extends StdioClientTransport {
    setProtocolVersion(version) {
      agreed = version; // this client tells only its transport what was negotiated
    }
  }
  class Http extends StreamableHTTPClientTransport {
    setProtocolVersion(version) {
      agreed = version;
      super.setProtocolVersion(version);
    }
  }
  return {
    client,
    asked: (method, answer) => client.setRequestHandler(schema[method], answer),
    told: (method, hear) => client.setNotificationHandler(schema[method], hear),
    callTool: (params, options) => client.callTool(params, undefined, options),
    stdio: parameters => new Stdio(parameters),
    http: url => new Http(url),
    spoken: () => `${agreed} (legacy)`,
  };
}

/**
 * Connects a client of this kind; `where` is {store} for a stdio server of its own, {command, args} for another, or
 * {url}. `prepare` is given the client before it connects.
 */
export async function connect(kind, where, { capabilities = {}, prepare = () => {} } = {}) {
  const made = await { ...kinds, ...oldKinds }[kind]({ capabilities });
  const { client } = made;
  prepare(made);
  mkdirSync(join(scratch, 'data'), { recursive: true });
  const transport = where.url
    ? made.http(new URL(where.url))
    : made.stdio({
        command: where.command ?? holdfast,
        args: where.args ?? ['stdio', '--store', where.store],
        env: environment(),
        cwd: scratch,
        stderr: 'inherit',
      });
  await client.connect(transport);
  atEnd(() => end(transport.pid));
  return {
    client,
    callTool: made.callTool,
    spoken: made.spoken(client),
    call: async (name, args = {}) => answerOf(name, await client.callTool({ name, arguments: args })),
    close: async () => {
      await transport.terminateSession?.();
      await client.close();
    },
  };
}

function end(pid) {
  try {
    return pid && process.kill(pid, 'SIGKILL');
  } catch {
    return false; // it has ended by itself
  }
}
