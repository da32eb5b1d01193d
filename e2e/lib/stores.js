// The stores that instances share: each kind with a server of its own, started for one program.
import { skip } from './check.js';
import { postgres, postgresPrograms, redis, redisProgram } from './database.js';

const KINDS = [
  { name: 'PostgreSQL', begin: postgres, isThere: postgresPrograms, source: 'the Debian package postgresql' },
  { name: 'Redis', begin: redis, isThere: redisProgram, source: 'the Debian package redis-server' },
];

/** Runs something on each kind of server that is installed here, and tells which are not. */
export async function onEachServer(what, action) {
  for (const { name, begin, isThere, source } of KINDS) {
    if (isThere()) {
      const server = await begin();
      await action(name, server);
      await server.stop();
    } else {
      skip(`${what} on ${name}`, `it is not installed; it is in ${source}`);
    }
  }
}

/** The same with the beginning of a server left to the action, for servers that need a place or settings of their own. */
export async function withEachServer(what, action) {
  for (const { name, begin, isThere, source } of KINDS) {
    if (isThere()) {
      await action(name, begin);
    } else {
      skip(`${what} on ${name}`, `it is not installed; it is in ${source}`);
    }
  }
}
