// PostgreSQL, Redis and NATS as they come: servers on loopback with folders of their own, ended with the program. Where
// one is not installed, what needs it is skipped.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { atEnd } from './check.js';
import { e2e, freePort } from './product.js';

/** A server process that can be killed and started again on the same data. */
export class Database {
  constructor(port, begin, ready = () => reached(port)) {
    this.port = port;
    this.begin = begin;
    this.ready = ready;
    atEnd(() => this.child?.exitCode === null && this.child.kill('SIGKILL'));
  }

  static spawn([program, ...args], options) {
    return spawn(program, args, options);
  }

  /** Starts it, and waits until it serves. */
  async start() {
    const child = this.begin();
    this.child = child;
    this.exited = once(child, 'exit');
    while (!(await this.ready())) {
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

  /** Ends it in the orderly way: for PostgreSQL the fast shutdown, without waiting for its clients. */
  stop() {
    return this.end('SIGINT');
  }
}

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
  return give(made, owner);
}

function give(made, owner) {
  if (owner.uid !== undefined) {
    chownSync(made, owner.uid, owner.gid);
  }
  return made;
}

/** A folder within another one, such as a disk of its own. */
function folderIn(parent, name, owner) {
  const made = join(parent, name);
  mkdirSync(made);
  chmodSync(parent, 0o755);
  chmodSync(dirname(parent), 0o711);
  return give(made, owner);
}

/** PostgreSQL does not run as root. */
function ordinaryUser() {
  if (process.getuid() !== 0) {
    return {};
  }
  const id = option => Number(execFileSync('id', [option, 'nobody'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

/** The folder of PostgreSQL's programs, of the newest version that Debian installed; null without any. */
export function postgresPrograms() {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => b - a) : [];
  const installed = versions.map(version => join(root, version, 'bin')).find(bin => existsSync(join(bin, 'initdb')));
  const onPath = spawnSync('bash', ['-c', 'type -P initdb'], { encoding: 'utf8' }).stdout.trim();
  return installed ?? (onPath ? dirname(onPath) : null);
}

/**
 * A new PostgreSQL server with an empty database; `address` opens a store in it. Its data are on `disk`, if one is
 * given, and `settings` come on top of those that it has by itself.
 */
export async function postgres({ disk, settings = [] } = {}) {
  const owner = ordinaryUser();
  const data = disk ? folderIn(disk, 'postgres', owner) : folder('postgres', owner);
  const setting = { ...owner, cwd: data, stdio: 'ignore' };
  const args = ['-D', data, '-U', 'holdfast', '-A', 'trust', '-E', 'UTF8', '--locale=C'];
  execFileSync(join(postgresPrograms(), 'initdb'), args, setting);
  return startPostgres(data, setting, ['max_wal_size=64MB', ...settings]);
}

async function startPostgres(data, setting, settings = []) {
  const programs = postgresPrograms();
  const port = await freePort();
  const options = ['max_connections=200', ...settings].flatMap(each => ['-c', each]);
  const args = ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', '', ...options];
  const begin = () => spawn(join(programs, 'postgres'), args, setting);
  const asked = ['-h', '127.0.0.1', '-p', String(port)];
  const server = new Database(port, begin, () => spawnSync(join(programs, 'pg_isready'), asked).status === 0);
  Object.assign(server, { data, setting, address: `postgresql://holdfast@127.0.0.1:${port}/postgres` });
  return server.start();
}

/** A statement as the server's superuser; answers with what it prints. */
export function sql(server, statement) {
  const args = ['-h', '127.0.0.1', '-p', String(server.port), '-U', 'holdfast', '-d', 'postgres', '-Atc', statement];
  return execFileSync(join(postgresPrograms(), 'psql'), args, { encoding: 'utf8' }).trim();
}

/** A standby that the server waits for before it acknowledges anything; once promoted, it waits for one of its own. */
export async function synchronousStandby(server) {
  const owner = ordinaryUser();
  const data = folder('standby', owner);
  const setting = { ...owner, cwd: data, stdio: 'ignore' };
  const from = ['-h', '127.0.0.1', '-p', String(server.port), '-U', 'holdfast'];
  execFileSync(join(postgresPrograms(), 'pg_basebackup'), [...from, '-D', data, '-R', '-c', 'fast'], setting);
  const standby = await startPostgres(data, setting);
  for (const each of [server, standby]) {
    sql(each, `alter system set synchronous_standby_names = '*'`);
    sql(each, 'select pg_reload_conf()');
  }
  while (sql(server, 'select count(*) from pg_stat_replication') !== '1') {
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  return standby;
}

/** Makes a standby the server that is written to. */
export function promote(standby) {
  execFileSync(join(postgresPrograms(), 'pg_ctl'), ['promote', '-D', standby.data], standby.setting);
}

/** Whether there is a Redis or Valkey server. */
export function redisProgram() {
  const names = ['redis-server', 'valkey-server'];
  return names.find(name => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0);
}

/** A new Redis server that syncs each write before it answers, unless `settings` say otherwise. */
export async function redis({ disk, settings = [] } = {}) {
  const data = disk ? folderIn(disk, 'redis', {}) : folder('redis', {});
  const port = await freePort();
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', data, '--save', ''];
  args.push('--appendonly', 'yes', '--appendfsync', 'always', ...settings);
  const server = new Database(port, () => spawn(redisProgram(), args, { stdio: 'ignore' }));
  server.address = `redis://127.0.0.1:${port}`;
  return server.start();
}

/** Where a NATS server is that is recent enough, fetched if need be; null if there is none. */
export function natsProgram() {
  const { status, stdout } = spawnSync(join(e2e, 'nats-server'), { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : null;
}

/** A new NATS server that syncs each message before it answers, unless `sync` says otherwise. */
export async function nats({ disk, sync = 'always' } = {}) {
  const data = disk ? folderIn(disk, 'nats', {}) : folder('nats', {});
  const [port, monitor] = [await freePort(), await freePort()];
  const config = join(data, 'nats.conf');
  const settings = [`listen: "127.0.0.1:${port}"`, `http: "127.0.0.1:${monitor}"`];
  writeFileSync(config, [...settings, `jetstream { store_dir: "${data}", sync_interval: ${sync} }`].join('\n'));
  const program = natsProgram();
  const server = new Database(port, () => spawn(program, ['-c', config], { stdio: 'ignore' }));
  server.address = `nats://127.0.0.1:${port}/states?monitor=http://127.0.0.1:${monitor}`;
  return server.start();
}
