// Attacks run in a thread of their own, so that the times of others are not their times.
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';

import { attackNamed } from './attacks.js';
import { HttpStranger, StdioStranger } from './stranger.js';

/** How long an attack may be prepared. */
const PREPARATION_MS = 60_000;

/** How long an attack goes on at most because none of its calls has ended. */
const LONGEST_CALL_MS = 10_000;

/** The thread of a hostile caller. */
export class Attacker {
  worker = new Worker(fileURLToPath(import.meta.url));

  /**
   * Carries out an attack until its time is up; what is under way then is left. Returns how its calls ended, as
   * {outcome: count}.
   *
   * @param victim {url, key} of a server, key null for none; or {command, args, env} of a stdio server, which is
   *     started once
   */
  async attack(name, victim, seconds) {
    const ended = once(this.worker, 'message'); // it rejects when the thread fails
    this.worker.postMessage({ name, victim, seconds });
    const [{ outcomes, failure }] = await ended;
    if (failure) {
      throw new Error(`the attack could not be carried out: ${failure}`);
    }
    return outcomes;
  }

  end() {
    return this.worker.terminate();
  }
}

// --- In the thread

let host;

async function carryOut({ name, victim, seconds }) {
  const stranger = victim.command ? (host ??= new StdioStranger(victim)) : new HttpStranger(victim);
  stranger.outcomes = {};
  try {
    stranger.until = performance.now() + PREPARATION_MS;
    const begin = await attackNamed(name)(stranger);
    stranger.until = performance.now() + seconds * 1000;
    const carried = begin();
    await Promise.race([carried, untilLeaving(stranger)]);
    stranger.leave();
    await carried;
    return { outcomes: stranger.outcomes };
  } catch (error) {
    stranger.leave();
    return { failure: String(error.stack ?? error).slice(0, 1000) };
  }
}

/** An attack whose first call takes longer lasts until it has ended, within bounds. */
async function untilLeaving(stranger) {
  const latest = stranger.until + LONGEST_CALL_MS;
  while (!stranger.over || (Object.keys(stranger.outcomes).length === 0 && performance.now() < latest)) {
    await stranger.pause(20);
  }
}

if (!isMainThread) {
  parentPort.on('message', async order => parentPort.postMessage(await carryOut(order)));
}
