// PostgreSQL, Redis and NATS as they come: servers on loopback with folders of their own, ended with the program. Where
// one is not installed, what needs it is skipped.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { atEnd } from './check.js';
import { e2e, freePort } from './product.js';

/** A server process that can be killed and started again on the same data. */
class Database {
  constructor(port, begin) {
    this.port = port;
    this.begin = begin;
    atEnd(() => this.child?.exitCode === null && this.child.kill('SIGKILL'));
  }

  /** Starts it, and waits until it takes connections. */
  async start() {
    const child = this.begin();
    this.child = child;
    this.exited = once(child, 'exit');
    while (!(await reached(this.port))) {
      if (child.exitCode !== null) {
        throw new Error(`${child.spawnfile} ended with ${child.exitCode}`);
      }
      await new Promise(resolve => setTimeout(resolve, 20));
    }
    return this;
  }

  async end(signal) {
    this.child.kill(signal);
    await this.exited;
  }

  kill() {
    return this.end('SIGKILL');
  }
}

/** Ends a server in the orderly way: for PostgreSQL the fast shutdown, without waiting for its clients. */
Database.prototype.stop = function stop() {
  return this.end('SIGINT');
};

function reached(port) {
  return new Promise(resolve => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true) ?? socket.destroy());
    socket.once('error', () => resolve(false));
  });
}

/** A folder that the user of a server may enter, which the folder of this run need not be. */
function folder(name, owner) {
  const made = mkdtempSync(join(tmpdir(), `holdfast-${name}-`));
  atEnd(() => rmSync(made, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));
  if (owner.uid !== undefined) {
    chownSync(made, owner.uid, owner.gid);
  }
  return made;
}

/** PostgreSQL does not run as root. */
function ordinaryUser() {
  if (process.getuid() !== 0) {
    return {};
  }
  const id = option => Number(execFileSync('id', [option, 'nobody'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

/** The folder of PostgreSQL's programs, the newest of those that Debian installs beside each other; null without any. */
export function postgresPrograms() {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => b - a) : [];
  const installed = versions.map(version => join(root, version, 'bin')).find(bin => existsSync(join(bin, 'initdb')));
  const onPath = spawnSync('bash', ['-c', 'type -P initdb'], { encoding: 'utf8' }).stdout.trim();
  return installed ?? (onPath ? dirname(onPath) : null);
}

/** A new PostgreSQL server with an empty database; `address` opens a store in it. */
export async function postgres() {
  const owner = ordinaryUser();
  const programs = postgresPrograms();
  const data = folder('postgres', owner);
  const port = await freePort();
  const options = { ...owner, cwd: data, stdio: 'ignore' };
  execFileSync(join(programs, 'initdb'), ['-D', data, '-U', 'holdfast', '-A', 'trust', '-E', 'UTF8', '--locale=C'], options);
  const args = ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', data, '-c', 'max_connections=200'];
  const server = await new Database(port, () => spawn(join(programs, 'postgres'), args, options)).start();
  server.address = `postgresql://holdfast@127.0.0.1:${port}/postgres`;
  const ready = () => spawnSync(join(programs, 'pg_isready'), ['-h', '127.0.0.1', '-p', String(port)]).status === 0;
  while (!ready()) {
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  return server;
}

/** Whether there is a Redis or Valkey server. */
export function redisProgram() {
  return ['redis-server', 'valkey-server'].find(name => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0);
}

/** A new Redis server that syncs each write before it answers. */
export async function redis() {
  const data = folder('redis', {});
  const port = await freePort();
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', data, '--save', ''];
  args.push('--appendonly', 'yes', '--appendfsync', 'always');
  const server = await new Database(port, () => spawn(redisProgram(), args, { stdio: 'ignore' })).start();
  server.address = `redis://127.0.0.1:${port}`;
  return server;
}
