// Writers that go on whatever happens to what serves them: they repeat what failed, with the same `op`, until it is
// acknowledged.
import assert from 'node:assert/strict';

import { range } from './load.js';

const PATIENCE_MS = 60_000;
const PAUSE_MS = 50;

/**
 * Writes on all connections of the clients, which are closed in the end, while something happens. Each write counts
 * once, however often it was sent.
 */
export async function underLoad(clients, happen) {
  const all = [clients].flat();
  const { handle } = await all[0].call('state_open', {});
  const writers = all.flatMap(client => range(client.connections).map(() => client));
  const figures = { writers: writers.length, acknowledged: 0, repeated: 0, longest: 0 };
  let over = false;
  const writer = async client => {
    while (!over) {
      const begun = performance.now();
      await acknowledged(client, handle, figures);
      figures.longest = Math.max(figures.longest, performance.now() - begun);
      figures.acknowledged++;
    }
  };
  const ends = Promise.all(writers.map(writer));
  await Promise.race([happen(figures), ends]);
  over = true;
  await ends;
  const { data } = await all.at(-1).call('state_read', { handle });
  all.forEach(client => client.close());
  assert.equal(data.hits, figures.acknowledged);
  const longest = `the longest took ${Math.round(figures.longest)} ms`;
  return `${figures.acknowledged} writes, ${figures.repeated} sent again, ${longest}`;
}

/** One increment; every attempt carries the same `op`. */
async function acknowledged(client, handle, figures) {
  const until = Date.now() + PATIENCE_MS;
  let op;
  for (;;) {
    try {
      op ??= (await client.call('state_read', { handle })).op;
      return await client.call('state_write', { handle, increment: { hits: 1 }, op });
    } catch (error) {
      const retriable = !error.facts || ['unavailable', 'limit'].includes(error.facts.code);
      if (!retriable || Date.now() > until) {
        throw error;
      }
      figures.repeated++;
      await passed(PAUSE_MS);
    }
  }
}

export function passed(milliseconds) {
  return new Promise(resolve => setTimeout(resolve, milliseconds));
}
