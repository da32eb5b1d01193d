// Parallel writes to a few states until a crash, and the checks of what is left.
import assert from 'node:assert/strict';

const STATES = 4;
const WRITERS = 16;

export const range = count => Array.from({ length: count }, (_, index) => index);

/**
 * Parallel writes through one server, each of three changes that belong together. The answers are recorded here,
 * outside the store.
 */
export class Load {
  acknowledged = new Set();
  unanswered = new Set();
  /** Writes refused with the assurance that nothing was written. */
  refused = new Set();
  /** When each acknowledgement came, as of `performance.now()`. */
  answeredAt = new Map();
  next = 0;
  ended = false;

  /** Opens the states that are written to. */
  static async begin(server, name) {
    const load = new Load();
    load.handles = await Promise.all(
      range(STATES).map(async n => (await server.call('state_open', { name: `${name}-${n}` })).handle),
    );
    load.op = (await server.call('state_read', { handle: load.handles[0] })).op;
    return load;
  }

  /** Writes until the server fails or the load is ended; answers with the error of each writer that failed. */
  async run(server) {
    const writer = async () => {
      while (!this.ended) {
        const n = this.next++;
        this.unanswered.add(n);
        await this.write(server, n);
        this.answeredAt.set(n, performance.now());
        this.unanswered.delete(n);
        this.acknowledged.add(n);
      }
    };
    const ends = await Promise.all(range(WRITERS).map(() => writer().catch(error => error)));
    return ends.filter(error => error !== undefined);
  }

  /** Lets the writers end, each after its present write. */
  end() {
    this.ended = true;
  }

  /**
   * Discards acknowledgements that came after a given time. After a real power cut none arrives, but a file system
   * that is shut down answers the syncs under way, some of them with success although their blocks are never written.
   */
  disregardAfter(moment) {
    for (const [n, answered] of this.answeredAt) {
      if (answered > moment) {
        this.acknowledged.delete(n);
        this.unanswered.add(n);
      }
    }
  }

  /** Write number n; the same n again is the same command. */
  async write(server, n) {
    try {
      return await server.call('state_write', {
        handle: this.handles[n % STATES],
        increment: { count: 1 },
        append: { log: [n] },
        set: { [`w${n}`]: n },
        op: `${this.op}.${n}`,
      });
    } catch (error) {
      if (error.facts?.outcome === 'none') {
        this.refused.add(n);
      }
      throw error;
    }
  }

  /**
   * After a restart: acknowledged writes are there, others are there wholly or not at all, and sending those again
   * applies them once. Returns how many writes were of which kind.
   */
  async settle(server) {
    const sent = new Set([...this.acknowledged, ...this.unanswered]);
    const found = await this.consistent(server, this.acknowledged, sent);
    const broken = [...this.refused].filter(n => found.has(n));
    assert.deepEqual(broken, [], 'refused as not written, but there');
    const again = [...this.unanswered];
    const retried = await Promise.all(again.map(n => this.write(server, n)));
    again.forEach((n, index) => {
      assert.equal(retried[index].replayed === true, found.has(n), `retry of ${n}: ${JSON.stringify(retried[index])}`);
    });
    const figures = {
      acknowledged: this.acknowledged.size,
      unanswered: again.length,
      written: found.size - this.acknowledged.size,
    };
    this.acknowledged = sent;
    this.unanswered = new Set();
    await this.complete(server);
    return figures;
  }

  /** Exactly what was acknowledged is there. */
  async complete(server) {
    await this.consistent(server, this.acknowledged, this.acknowledged);
  }

  /** How many acknowledged writes a server no longer shows, whatever else is wrong. */
  async lost(server) {
    const documents = await Promise.all(
      this.handles.map(handle => server.call('state_read', { handle }).then(({ data }) => data, () => ({}))),
    );
    const found = new Set(documents.flatMap(({ log = [] }) => log));
    return [...this.acknowledged].filter(n => !found.has(n)).length;
  }

  /** Every write of `least` is there, none beyond `most`, each wholly: in the counter, the list and its own key. */
  async consistent(server, least, most) {
    const found = new Set();
    for (const [index, handle] of this.handles.entries()) {
      const { count = 0, log = [], ...keys } = (await server.call('state_read', { handle })).data;
      assert.equal(log.length, count, `state ${index}: the counter and the list agree`);
      assert.equal(new Set(log).size, count, `state ${index}: no write is there twice`);
      const sorted = numbers => [...numbers].sort((a, b) => a - b);
      assert.deepEqual(sorted(Object.values(keys)), sorted(log), `state ${index}: list and keys agree`);
      log.forEach(n => found.add(n));
    }
    const lost = [...least].filter(n => !found.has(n));
    assert.deepEqual(lost, [], 'acknowledged and lost');
    const strange = [...found].filter(n => !most.has(n));
    assert.deepEqual(strange, [], 'never sent');
    return found;
  }
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function generator(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Sums of the figures of many rounds, as a line. */
export function total(figures) {
  const sum = name => figures.reduce((so, round) => so + round[name], 0);
  const unanswered = `${sum('unanswered')} unanswered, of which ${sum('written')} had been written`;
  return `${figures.length} rounds: ${sum('acknowledged')} acknowledged, ${unanswered}`;
}
