// A principal that keeps working beside others: every outcome of its calls is known beforehand.
import assert from 'node:assert/strict';
import { performance } from 'node:perf_hooks';

import { Listening } from './listening.js';
import { answerOf, meta } from './rpc.js';

/** Keeps a lane below the calls a second that a principal may make. */
const PAUSE_MS = 5;

/** A call without an answer after this time is stuck. */
const PATIENCE_MS = 60_000;

const TASKS = {
  'io.modelcontextprotocol/clientCapabilities': { extensions: { 'io.modelcontextprotocol/tasks': {} } },
};

export const pause = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds));

/** Some lanes that write, read, list and wait until they are stopped, and one state that all of them count in. */
export class Steady {
  failures = [];
  times = [];
  /** Increments of the shared state that were acknowledged. */
  counted = 0;
  stopping = false;

  /** @param connections of one principal; each lane has one, several lanes may have the same */
  static async begin(connections, { prefix = 'steady', withTasks = true } = {}) {
    const steady = new Steady();
    steady.prefix = prefix;
    steady.withTasks = withTasks;
    const { handle } = await connections[0].call('state_open', { name: `${prefix}-shared`, data: { count: 0 } });
    steady.shared = handle;
    steady.lanes = await Promise.all(connections.map((connection, n) => Lane.open(steady, connection, n)));
    steady.running = steady.lanes.map(lane => lane.run());
    return steady;
  }

  /** Listens to the shared state from now on; every turn has to be heard of. */
  async listen(connection) {
    this.listening = await Listening.begin(connection, `state://${this.shared}`);
  }

  /** Waits until every lane has done a whole turn that began after this call. */
  async turn() {
    const wanted = this.lanes.map(lane => lane.begun + 1);
    const heard = this.listening?.heard;
    while (this.lanes.some((lane, n) => lane.ended < wanted[n])) {
      await pause(10);
    }
    if (this.listening && !(await this.listening.hears(heard + 1, PATIENCE_MS))) {
      this.failures.push(`subscriptions/listen: ${this.listening.over ?? 'heard of no change'}`);
    }
  }

  /** What happened since the last call: {calls, p50, p99, longest, failures}, times in milliseconds. */
  figures() {
    const times = this.times.splice(0).sort((a, b) => a - b);
    const at = share => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
    const failures = this.failures.splice(0);
    return { calls: times.length, p50: at(0.5), p99: at(0.99), longest: times.at(-1) ?? 0, failures };
  }

  /** Ends after the turns under way; everything acknowledged has to be there. */
  async stop() {
    this.stopping = true;
    await Promise.all(this.running);
    this.listening?.end();
    const [{ connection }] = this.lanes;
    const { data } = await connection.call('state_read', { handle: this.shared });
    assert.deepEqual(data, { count: this.counted }, 'the acknowledged increments');
    for (const lane of this.lanes) {
      assert.deepEqual(await lane.read(), { count: lane.count, last: lane.count }, `lane ${lane.number}`);
    }
  }
}

/** One sequence of calls. Only this lane writes to its state, so it knows the document and its revision. */
class Lane {
  begun = 0;
  ended = 0;
  count = 0;

  constructor(steady, connection, number) {
    Object.assign(this, { steady, connection, number });
  }

  static async open(steady, connection, number) {
    const lane = new Lane(steady, connection, number);
    const opened = await connection.call('state_open', {
      name: `${steady.prefix}-${number}`,
      data: { count: 0, last: 0 },
    });
    Object.assign(lane, { handle: opened.handle, revision: opened.revision, op: opened.op });
    return lane;
  }

  async run() {
    while (!this.steady.stopping) {
      this.begun++;
      try {
        await this.play();
      } catch (error) {
        this.steady.failures.push(`lane ${this.number}: ${this.doing}: ${reason(error)}`);
        await this.recover();
      }
      this.ended = this.begun;
    }
  }

  /** The mixture. */
  async play() {
    await this.write();
    await this.repeat();
    await this.writeStale();
    await this.share();
    this.doing = 'state_read';
    assert.deepEqual(await this.read(), { count: this.count, last: this.count });
    await this.list();
    await this.wait();
    if (this.number === 0 && this.steady.withTasks) {
      await this.waitAsTask();
    }
  }

  async write() {
    this.doing = 'state_write with if_revision and op';
    const { handle, revision: if_revision, op, count } = this;
    this.command = { handle, increment: { count: 1 }, set: { last: count + 1 }, if_revision, op };
    const answer = await this.timed('state_write', this.command);
    assert.deepEqual(answer.values, { count: count + 1 });
    assert.equal(answer.revision, if_revision + 1);
    assert.deepEqual(answer.changed, ['count', 'last']);
    Object.assign(this, { revision: answer.revision, op: answer.op, count: count + 1 });
  }

  async repeat() {
    this.doing = 'state_write again with the same op';
    const answer = await this.timed('state_write', this.command);
    assert.deepEqual([answer.revision, answer.replayed], [this.revision, true]);
  }

  async writeStale() {
    this.doing = 'state_write with an old if_revision';
    const stale = { handle: this.handle, set: { last: -1 }, if_revision: this.revision - 1 };
    const facts = await this.timed('state_write', stale).then(
      answer => assert.fail(`answered ${JSON.stringify(answer)}`),
      error => error.facts ?? Promise.reject(error),
    );
    assert.deepEqual([facts.code, facts.revision], ['conflict', this.revision], JSON.stringify(facts));
  }

  async share() {
    this.doing = 'state_write to a state that all lanes count in';
    this.command = { handle: this.steady.shared, increment: { count: 1 }, op: this.op };
    this.op = (await this.timed('state_write', this.command)).op;
    this.command = { handle: this.handle };
    this.steady.counted++;
  }

  async read() {
    const { data, revision } = await this.timed('state_read', { handle: this.handle });
    assert.equal(revision, this.revision);
    return data;
  }

  async list() {
    this.doing = 'state_list';
    const { states } = await this.timed('state_list', { name_prefix: `${this.steady.prefix}-` });
    const listed = Object.fromEntries(states.map(({ handle, revision }) => [handle, revision]));
    assert.equal(states.length, this.steady.lanes.length + 1, 'all of its states');
    assert.equal(listed[this.handle], this.revision);
  }

  async wait() {
    this.doing = 'state_wait';
    const since_revision = this.revision;
    const waiting = this.within(this.connection.call('state_wait', { handle: this.handle, since_revision }));
    waiting.catch(() => {});
    await this.write();
    const written = performance.now();
    this.doing = 'state_wait';
    const answer = await waiting;
    this.steady.times.push(performance.now() - written);
    assert.deepEqual([answer.timed_out, answer.changed, answer.revision], [false, ['count', 'last'], this.revision]);
  }

  /** A wait that is too long for a call becomes a task, which ends with the same answer. */
  async waitAsTask() {
    this.doing = 'state_wait as a task';
    const args = { handle: this.handle, since_revision: this.revision, timeout_seconds: 60 };
    const { taskId } = await this.within(
      this.connection.result('tools/call', { name: 'state_wait', arguments: args, _meta: { ...meta(), ...TASKS } }),
    );
    assert.ok(taskId, 'is a task');
    await this.write();
    this.doing = 'tasks/get';
    for (;;) {
      const task = await this.within(this.connection.result('tasks/get', { taskId, _meta: { ...meta(), ...TASKS } }));
      if (task.status !== 'working') {
        assert.equal(task.status, 'completed', JSON.stringify(task));
        assert.deepEqual(answerOf('state_wait', task.result).changed, ['count', 'last']);
        return;
      }
      await pause(20);
    }
  }

  async timed(tool, args) {
    await pause(PAUSE_MS);
    const begun = performance.now();
    const answer = await this.within(this.connection.call(tool, args)).finally(() =>
      this.steady.times.push(performance.now() - begun),
    );
    return answer;
  }

  async within(call) {
    let timer;
    const stuck = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer after ${PATIENCE_MS / 1000} s`)), PATIENCE_MS);
    });
    return Promise.race([call, stuck]).finally(() => clearTimeout(timer));
  }

  /** After a failure it is unknown what was done: counts again if that was under way, and goes on from there. */
  async recover() {
    for (let left = 100; left > 0 && !this.steady.stopping; left--) {
      try {
        if (this.command.handle === this.steady.shared) {
          await this.within(this.connection.call('state_write', this.command));
          this.steady.counted++;
          this.command = { handle: this.handle };
        }
        const { revision, data, op } = await this.within(this.connection.call('state_read', { handle: this.handle }));
        Object.assign(this, { revision, op, count: data.count });
        return;
      } catch {
        await pause(100);
      }
    }
  }
}

function reason(error) {
  if (error.facts) {
    return JSON.stringify(error.facts);
  }
  return String(error.code ?? '') + ' ' + String(error.message ?? error).replaceAll('\n', ' ').slice(0, 300);
}
