// The stores that instances share: each kind with a server of its own, started for one program.
import { skip } from './check.js';
import { nats, natsProgram, postgres, postgresPrograms, redis, redisProgram } from './database.js';

const ALL = [
  { name: 'PostgreSQL', begin: postgres, isThere: postgresPrograms, source: 'the Debian package postgresql' },
  { name: 'Redis', begin: redis, isThere: redisProgram, source: 'the Debian package redis-server' },
  { name: 'NATS', begin: nats, isThere: natsProgram, source: 'the unstable suite of Debian (e2e/nats-server)' },
];

/** Those that E2E_SERVERS names, with commas between them; all by default. */
const wanted = process.env.E2E_SERVERS?.split(',');
const KINDS = ALL.filter(({ name }) => wanted?.includes(name) ?? true);

/** Runs something on each kind of server that is installed here, and tells which are not. */
export function onEachServer(what, action) {
  return withEachServer(what, async (name, begin) => {
    const server = await begin();
    await action(name, server);
    await server.stop();
  });
}

/** The same, but the action begins the server, in a place or with settings of its own. */
export async function withEachServer(what, action) {
  for (const { name, begin, isThere, source } of KINDS) {
    if (isThere()) {
      await action(name, begin);
    } else {
      skip(`${what} on ${name}`, `it is not installed; it is in ${source}`);
    }
  }
}
