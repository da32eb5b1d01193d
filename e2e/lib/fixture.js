// Programs among the tests of module mcp-http, run as processes of their own.
import { execFileSync, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';

import { atEnd } from './check.js';
import { e2e, environment } from './product.js';

const OLDEST_JAVA = 21;
const root = dirname(e2e);
const target = join(root, 'mcp-http', 'target');

/** Compiles the programs and returns how one of them is started: {command, args}. */
export function fixtureCommand(mainClass, ...args) {
  const list = join('target', 'test.classpath');
  execFileSync(
    'mvn',
    ['-B', '-q', '-pl', 'mcp-http', '-am', 'test-compile', 'dependency:build-classpath', `-Dmdep.outputFile=${list}`],
    { cwd: root, stdio: ['ignore', 2, 'inherit'] },
  );
  const libraries = readFileSync(join(target, 'test.classpath'), 'utf8').trim();
  const classpath = [join(target, 'test-classes'), join(target, 'classes'), libraries].join(delimiter);
  return { command: java(), args: ['-cp', classpath, mainClass, ...args] };
}

/** Starts a program that prints its URL and runs until the end of its input. */
export async function fixtureServer(mainClass) {
  const { command, args } = fixtureCommand(mainClass);
  const child = spawn(command, args, {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: environment(),
  });
  atEnd(() => child.exitCode === null && child.kill('SIGKILL'));
  const ended = new Promise(resolve => child.once('exit', resolve));
  const url = await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve);
    child.once('error', reject);
    child.once('exit', code => reject(new Error(`${mainClass} ended with ${code}`)));
  });
  return {
    url,
    async stop() {
      child.stdin.end();
      return ended;
    },
  };
}

/** A Java that can run what Maven compiled; Maven itself may run on an older one. */
function java() {
  const homes = [process.env.JAVA_HOME, ...foldersIn('/usr/lib/jvm'), ...foldersIn('/opt')].filter(Boolean);
  const home = homes.find(candidate => versionOf(candidate) >= OLDEST_JAVA);
  return home ? join(home, 'bin', 'java') : 'java';
}

function foldersIn(folder) {
  try {
    return readdirSync(folder).map(name => join(folder, name));
  } catch {
    return [];
  }
}

function versionOf(home) {
  try {
    return Number(/JAVA_VERSION="(\d+)/.exec(readFileSync(join(home, 'release'), 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
