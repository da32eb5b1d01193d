// New states, one after the other, until a crash: in an encrypted store each has a key of its own, which must be there
// as long as what it seals.
import assert from 'node:assert/strict';

export class Births {
  acknowledged = [];
  born = 0;

  /** Makes the first state, once the server is up. */
  static async begin(server) {
    const births = new Births();
    await births.bear(server);
    return births;
  }

  async bear(server) {
    const n = this.born++;
    const { handle } = await server.call('state_open', {});
    await server.call('state_write', { handle, set: { n } });
    this.acknowledged.push({ handle, n, at: performance.now() });
  }

  /** Makes states until the server fails; answers with the errors. */
  async run(server, writers = 4) {
    const writer = async () => {
      for (;;) {
        await this.bear(server);
      }
    };
    const ends = Array.from({ length: writers }, () => writer().catch(error => error));
    return Promise.all(ends);
  }

  /** Discards what was acknowledged after a given time, as `Load.disregardAfter` does. */
  disregardAfter(moment) {
    this.acknowledged = this.acknowledged.filter(({ at }) => at <= moment);
  }

  /** After a restart: every state that was acknowledged can be read. */
  async settle(server) {
    for (const { handle, n } of this.acknowledged) {
      const { data } = await server.call('state_read', { handle });
      assert.deepEqual(data, { n });
    }
    return this.acknowledged.length;
  }
}
