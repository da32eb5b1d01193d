// A run whose workers are killed: one at each boundary of its steps, so that another has to go on from there.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { check } from './check.js';
import { addressIn, kind } from './durable.js';
import { classpath, compile, jdk } from './java.js';
import { range } from './load.js';
import { scratch } from './product.js';

/** The exit code of a worker that came to its boundary. */
const KILLED = 9;
const AT_ONCE = 3;

/** Runs are played side by side, as most of their time is waiting for leases to end. */
export async function killedAtEveryBoundary(template) {
  const classes = compile('StepWorker.java');
  const play = boundary => playOne(template, classes, boundary);
  let whole;
  await check(`${kind(template)}: a run without a kill`, async () => {
    whole = await play(0);
    assert.equal(whole.run.status, 'failed');
    assert.equal(whole.run.steps.reserve.status, 'compensated');
    onceEach(whole);
  });
  let boundary = 0;
  let last = false;
  await check(`${kind(template)}: a kill at every boundary`, async () => {
    await Promise.all(range(AT_ONCE).map(async () => {
      while (!last) {
        const played = await play(++boundary);
        last ||= !played.killed;
        assert.equal(played.run.status, whole.run.status);
        assert.deepEqual(played.run.steps, whole.run.steps, `boundary ${boundary}`);
        onceEach(played);
      }
    }));
    assert.ok(boundary > 40, `${boundary} boundaries`);
    return `${boundary} boundaries`;
  });
}

/** A worker up to its boundary, and another that finishes. */
async function playOne(template, classes, boundary) {
  const folder = join(scratch, `boundary-${kind(template)}-${boundary}`);
  const address = addressIn(template, folder);
  const journal = join(folder, 'journal');
  const first = await work(classes, address, journal, boundary);
  const killed = first.code === KILLED;
  const { code, output, errors } = killed ? await work(classes, address, journal, 0) : first;
  assert.equal(code, 0, errors);
  return { killed, run: JSON.parse(output), journal: readFileSync(journal, 'utf8').trim().split('\n') };
}

async function work(classes, address, journal, boundary) {
  const path = [classes, classpath()].join(':');
  const command = ['--enable-native-access=ALL-UNNAMED', '-Xmx128m', '-XX:TieredStopAtLevel=1', '-cp', path];
  const child = spawn(jdk('java'), [...command, 'StepWorker', address, journal, String(boundary)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const heard = { output: '', errors: '' };
  child.stdout.setEncoding('utf8').on('data', text => (heard.output += text));
  child.stderr.setEncoding('utf8').on('data', text => (heard.errors += text));
  const [code] = await once(child, 'close');
  return { code, ...heard };
}

/** What the run recorded: no step succeeded twice, no token was given twice, and what a worker was told is there. */
function onceEach({ run: { happened }, journal }) {
  const of = what => happened.filter(each => each.what === what);
  const distinct = list => assert.equal(new Set(list).size, list.length, list.join());
  distinct(of('step_succeeded').map(({ step }) => step));
  distinct(of('step_claimed').map(({ token }) => token));
  distinct(of('step_compensated').map(({ step }) => step));
  const accepted = journal.filter(line => line.startsWith('accepted ')).map(line => line.split(' '));
  const succeeded = accepted.filter(([, , , , failed]) => failed === 'false').map(([, , step]) => step);
  const own = succeeded.filter(step => step !== 'bill'); // of the child run
  const bySteps = of('step_succeeded').map(({ step }) => step).filter(step => step !== 'pack' && step !== 'billed');
  assert.deepEqual([...new Set(own)].sort(), bySteps.sort());
}
