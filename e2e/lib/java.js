// The jars of the build under test, for checks that need more than its commands offer.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { e2e, holdfast, scratch } from './product.js';

/** The folder of the present build. */
function build() {
  const builds = join(dirname(holdfast), 'build');
  return join(builds, readFileSync(join(builds, 'current'), 'utf8').trim());
}

/** Every jar of the present build. */
export function classpath() {
  return join(build(), 'lib', '*');
}

/** A program of the JDK that the launcher found for this build; of the user's own JDK if there is no start-up cache. */
export function jdk(program) {
  const recorded = read(join(build(), 'cache.jdk')).split(' ')[0];
  const home = recorded || process.env.JAVA_HOME;
  return home ? join(home, 'bin', program) : program;
}

function read(file) {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return '';
  }
}

/** Runs a program of `lib`, which may use every class of the product; returns what it prints. */
export function runJava(source, ...args) {
  const command = ['--enable-native-access=ALL-UNNAMED', '-cp', classpath(), join(e2e, 'lib', source), ...args];
  return execFileSync(jdk('java'), command, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Compiles sources of `lib` against the product; returns the folder of their classes. */
export function compile(...sources) {
  const classes = join(scratch, 'classes');
  mkdirSync(classes, { recursive: true });
  const paths = sources.map(source => join(e2e, 'lib', source));
  execFileSync(jdk('javac'), ['-d', classes, '-cp', classpath(), ...paths], { stdio: ['ignore', 'ignore', 'inherit'] });
  return classes;
}
