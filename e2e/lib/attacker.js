// Attacks run in a thread of their own, so that the times of others are not their times.
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';

import { attackNamed } from './attacks.js';
import { HttpStranger, StdioStranger } from './stranger.js';

/** How long an attack may be prepared. */
const PREPARATION_MS = 60_000;

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
    const leaving = setTimeout(() => stranger.leave(), seconds * 1000 + 1);
    await begin();
    clearTimeout(leaving);
    stranger.leave();
    return { outcomes: stranger.outcomes };
  } catch (error) {
    stranger.leave();
    return { failure: String(error.stack ?? error).slice(0, 1000) };
  }
}

if (!isMainThread) {
  parentPort.on('message', async order => parentPort.postMessage(await carryOut(order)));
}
