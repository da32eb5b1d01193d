// A check is a name and a body that throws. The last line printed is 'N passed, N failed', with ', N skipped' if any
// were.
import { appendFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

let passed = 0;
let failed = 0;
let skipped = 0;
const endings = [];

/** No check takes this long unless something is stuck. */
const PATIENCE_MS = 180_000;

/**
 * Runs one check and prints its outcome, with the remark that its body may return; a failure does not stop the ones
 * after it. Returns whether it passed.
 */
export async function check(name, body) {
  const begun = performance.now();
  try {
    const remark = await within(PATIENCE_MS, Promise.resolve().then(body));
    passed++;
    const said = typeof remark === 'string' ? `: ${remark}` : '';
    console.log(`ok      ${name} (${Math.round(performance.now() - begun)} ms)${said}`);
    return true;
  } catch (error) {
    fail(name, error);
    return false;
  }
}

/** Tells a failure, and once more to `e2e/run`, which repeats it last. */
function fail(name, error) {
  failed++;
  const said = `FAILED  ${name}\n        ${String(error?.stack ?? error).replaceAll('\n', '\n        ')}\n`;
  process.stdout.write(said);
  if (process.env.E2E_FAILED) {
    appendFileSync(process.env.E2E_FAILED, `${said.slice(0, 1_000).trimEnd()}\n`);
  }
}

async function within(milliseconds, work) {
  let timer;
  const stuck = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no end after ${milliseconds / 1000} s`)), milliseconds);
  });
  try {
    return await Promise.race([work, stuck]);
  } finally {
    clearTimeout(timer);
  }
}

/** Says that something is not checked here, and why. */
export function skip(name, reason) {
  skipped++;
  console.log(`SKIPPED ${name}: ${reason}`);
}

/** Registers an action to run when the program ends, however it ends. Must be synchronous. */
export function atEnd(action) {
  endings.push(action);
}

/** Runs the program's body, prints the summary and sets the exit code. */
export async function main(body) {
  try {
    await body();
  } catch (error) {
    fail('outside any check', error);
  }
  process.exitCode = failed === 0 ? 0 : 1;
  runEndings();
  console.log(`${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`);
  process.exit();
}

function runEndings() {
  for (const action of endings.splice(0).reverse()) {
    try {
      action();
    } catch (error) {
      console.error(error);
    }
  }
}

process.on('exit', runEndings);
process.on('unhandledRejection', error => fail('a promise that nothing waited for', error));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => process.exit(1));
}
