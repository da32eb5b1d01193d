// The product under test: where it is, how its processes are started and ended.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { atEnd } from './check.js';

/** The folder of these checks. */
export const e2e = dirname(dirname(fileURLToPath(import.meta.url)));

/** The program: the launcher at the root of the repository, or the one that E2E_PROGRAM names. */
export const holdfast = process.env.E2E_PROGRAM ?? join(dirname(e2e), 'holdfast');

/** A folder for this run alone, removed when it ends. */
export const scratch = mkdtempSync(join(tmpdir(), 'holdfast-e2e-'));
atEnd(() => rmSync(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));

let stores = 0;

/** The address of a new, unused SQLite store. */
export function freshSqlite() {
  return `sqlite:${join(scratch, `store-${++stores}.db`)}`;
}

/**
 * The environment of every process started here, without access to the user's own states and settings. With
 * E2E_STANDALONE every stdio server is a process of its own.
 */
export function environment(extra = {}) {
  const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('HOLDFAST_')));
  const standalone = process.env.E2E_STANDALONE ? { HOLDFAST_STANDALONE: 'true' } : {};
  const folders = { XDG_DATA_HOME: join(scratch, 'data'), XDG_CONFIG_HOME: join(scratch, 'config') };
  return { ...own, ...folders, ...standalone, ...extra };
}

/** Where the processes that hosts of this run share are found: in its own data folder, so never the user's. */
export const runFolder = join(scratch, 'data', 'holdfast', 'run');

/** The ids of these processes. */
export function sharedProcesses() {
  const folders = existsSync(runFolder) ? readdirSync(runFolder) : [];
  const locks = folders.map(name => join(runFolder, name, 'lock')).filter(existsSync);
  return locks.map(file => Number(readFileSync(file, 'utf8'))).filter(isAlive);
}

/** Whether a process runs; one that is over and was not collected by its parent does not. */
export function isAlive(pid) {
  try {
    return pid > 0 && process.kill(pid, 0) && !/^State:\s+Z/m.test(status(pid));
  } catch {
    return false;
  }
}

function status(pid) {
  return process.platform === 'linux' ? readFileSync(`/proc/${pid}/status`, 'utf8') : '';
}

atEnd(() => existsSync(runFolder) && spawnSync(holdfast, ['stop'], { env: environment(), stdio: 'ignore' }));

/**
 * Builds the product if it is stale, and installs the packages of this folder if they are needed, and missing or older
 * than their list.
 */
export function prepare({ packages = true } = {}) {
  execFileSync(holdfast, ['--version'], { stdio: ['ignore', 'ignore', 'inherit'], env: environment() });
  if (!packages) {
    return;
  }
  const installed = statSync(join(e2e, 'node_modules', '.package-lock.json'), { throwIfNoEntry: false });
  if (!installed || installed.mtimeMs < statSync(join(e2e, 'package-lock.json')).mtimeMs) {
    execFileSync('npm', ['ci', '--silent'], { cwd: e2e, stdio: ['ignore', 'ignore', 'inherit'] });
  }
}

/**
 * Starts the product; the process is killed when the program ends, if it still runs. `program` replaces the launcher.
 */
export function start(args, { env = {}, stdio = ['pipe', 'pipe', 'pipe'], program = holdfast } = {}) {
  mkdirSync(join(scratch, 'data'), { recursive: true });
  const child = spawn(program, args, { env: environment(env), stdio, cwd: scratch });
  child.exited = new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', async (code, signal) => resolve(await told(child, { code, signal })));
  });
  child.exited.catch(() => {});
  child.errors = '';
  child.stderr?.setEncoding('utf8').on('data', text => {
    child.errors = (child.errors + text).slice(-20_000);
  });
  atEnd(() => child.exitCode === null && child.signalCode === null && child.kill('SIGKILL'));
  return child;
}

/** A process may have exited while what it told is still to be read, or while one that it started holds the stream. */
async function told({ stderr }, end) {
  if (stderr && !stderr.closed) {
    await Promise.race([once(stderr, 'close'), sleep(1000)]);
  }
  return end;
}

/** Runs a command of the product to its end. */
export async function run(...args) {
  const child = start(args);
  let output = '';
  child.stdout.setEncoding('utf8').on('data', text => (output += text));
  child.stdin.end();
  const [code] = await once(child, 'close');
  return { code, output, errors: child.errors };
}

/**
 * Starts the HTTP server, on a free port unless one is given, and waits until it answers. With `descriptors` it may
 * have no more files and connections open than that.
 */
export async function serve(store, { args = [], env = {}, descriptors, port: wanted } = {}) {
  const port = wanted ?? (await freePort());
  const command = ['serve', '--port', String(port), '--store', store, ...args];
  const limited = ['-c', `ulimit -n ${descriptors} && exec "$0" "$@"`, holdfast, ...command];
  const child = descriptors ? start(limited, { env, program: 'bash' }) : start(command, { env });
  child.stdin.end();
  child.stdout.resume();
  let over = null;
  child.exited.then(end => (over = end));
  for (;;) {
    if (over) {
      throw new Error(`serve ended with ${JSON.stringify(over)}: ${child.errors}`);
    }
    const up = await fetch(`http://127.0.0.1:${port}/health`).then(
      answer => answer.body.cancel().then(() => answer.ok),
      () => false,
    );
    if (up) {
      break;
    }
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    port,
    child,
    async stop() {
      child.kill('SIGTERM');
      return child.exited;
    },
  };
}

/** A port on loopback that no program listens on. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
