// Runs whose workers are killed, each at another boundary of its steps, so that others have to go on from there.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { check } from './check.js';
import { addressIn, kind } from './durable.js';
import { classpath, compile, jdk } from './java.js';
import { scratch } from './product.js';

/** More than a run has boundaries, so that some are not stopped. */
const RUNS = 60;

/** The exit code of workers that were killed. */
const KILLED = 9;

export async function killedAtEveryBoundary(template) {
  const folder = join(scratch, `boundaries-${kind(template)}`);
  const address = addressIn(template, folder);
  const classes = compile('StepWorker.java');
  const step = (name, body) => check(`${kind(template)}, ${RUNS} runs: ${name}`, body);
  let runs;
  await step('workers are killed at every boundary', async () => {
    const { code, output, errors } = await work(classes, address, folder, 'kill');
    assert.equal(code, KILLED, errors);
    const whole = Number(output);
    assert.ok(whole > 0 && whole < RUNS - 40, `${whole} runs were not stopped`);
    return `${RUNS - whole} boundaries`;
  });
  await step('others take every run to its end', async () => {
    const { code, output, errors } = await work(classes, address, folder, 'finish');
    assert.equal(code, 0, errors);
    runs = output.trim().split('\n').map(line => JSON.parse(line));
    assert.equal(new Set(runs.map(({ number }) => number)).size, RUNS);
  });
  await step('each ends as one does that was not stopped', () => {
    const whole = runs.find(({ number }) => number === RUNS);
    assert.deepEqual([whole.status, whole.steps.reserve.status], ['failed', 'compensated']);
    for (const { number, status, steps } of runs) {
      assert.deepEqual({ status, steps }, { status: whole.status, steps: whole.steps }, `run ${number}`);
    }
  });
  await step('each report counts once, and what was accepted is there', () => {
    for (const { number, happened } of runs) {
      countsOnce(happened, readFileSync(join(folder, `journal-${number}`), 'utf8').trim().split('\n'));
    }
  });
}

async function work(classes, address, folder, how) {
  const path = [classes, classpath()].join(':');
  const command = ['--enable-native-access=ALL-UNNAMED', '-cp', path, 'StepWorker', address, folder, String(RUNS), how];
  const child = spawn(jdk('java'), command, { stdio: ['ignore', 'pipe', 'pipe'] });
  const heard = { output: '', errors: '' };
  child.stdout.setEncoding('utf8').on('data', text => (heard.output += text));
  child.stderr.setEncoding('utf8').on('data', text => (heard.errors += text));
  const [code] = await once(child, 'close');
  return { code, ...heard };
}

/** No step succeeded twice, no token was given twice, and all that a worker was told is recorded. */
function countsOnce(happened, journal) {
  const of = what => happened.filter(each => each.what === what);
  const distinct = list => assert.equal(new Set(list).size, list.length, list.join());
  const succeeded = of('step_succeeded').map(({ step }) => step);
  distinct(succeeded);
  distinct(of('step_compensated').map(({ step }) => step));
  distinct(of('step_claimed').map(({ token }) => token));
  const accepted = journal.filter(line => line.startsWith('accepted ')).map(line => line.split(' '));
  const told = accepted.filter(([, , , , failed]) => failed === 'false').map(([, , step]) => step);
  const ofWorkers = succeeded.filter(step => step !== 'pack' && step !== 'billed');
  const ofRun = [...new Set(told.filter(step => step !== 'bill'))]; // `bill` is a step of the child run
  assert.deepEqual(ofRun.sort(), ofWorkers.sort());
}
