// The tour of a stateful tool, step by step, through one connection and, where it matters, a second one.
import assert from 'node:assert/strict';

import { check } from './check.js';
import { ToolFailure } from './rpc.js';

const PREFERENCES = { theme: 'dark', language: 'en', notifications: true };

/** The call must answer isError with this code and a hint; returns the facts. */
export async function refused(code, call) {
  try {
    const answer = await call;
    assert.fail(`expected ${code}, got ${JSON.stringify(answer)}`);
  } catch (error) {
    if (!(error instanceof ToolFailure)) {
      throw error;
    }
    assert.equal(error.facts.code, code, error.message);
    assert.ok(typeof error.facts.hint === 'string' && error.facts.hint.length > 0, `no hint: ${error.message}`);
    return error.facts;
  }
}

/** Plays every step; `mine` and `other` are connections to the same store, perhaps the same one. */
export async function tour(label, stateType, mine, other) {
  const { call } = mine;
  const step = (name, body) => check(`${label}: ${name}`, body);
  let handle;
  const document = async () => (await call('state_read', { handle })).data;
  const revision = async () => (await call('state_read', { handle, keys: [] })).revision;

  await step('a key that was never set reads as null and does not exist', async () => {
    const answer = await call('state', { key: 'user_preferences' });
    assert.equal(answer.value, null);
    assert.equal(answer.exists, false);
    assert.equal(answer.wrote, false);
  });

  await step('sets user_preferences', async () => {
    const answer = await call('state', { key: 'user_preferences', value: PREFERENCES });
    assert.equal(answer.key, 'user_preferences');
    assert.deepEqual(answer.value, PREFERENCES);
    assert.equal(answer.wrote, true);
    assert.equal(answer.state_type, stateType);
    assert.match(answer.handle, /^st_[0-9a-hjkmnp-tv-z]{26}$/);
    assert.ok(answer.revision >= 1);
    handle = answer.handle;
  });

  await step('gets it back, by default and by handle', async () => {
    for (const where of [{}, { handle }]) {
      const answer = await call('state', { key: 'user_preferences', ...where });
      assert.deepEqual(answer.value, PREFERENCES);
      assert.equal(answer.exists, true);
      assert.equal(answer.wrote, false);
      assert.equal(answer.handle, handle);
    }
  });

  await step('the other connection sees it', async () => {
    assert.deepEqual((await other.call('state', { key: 'user_preferences' })).value, PREFERENCES);
  });

  await step('an explicit null is a value', async () => {
    assert.equal((await call('state', { key: 'nothing', value: null })).wrote, true);
    const answer = await call('state', { key: 'nothing' });
    assert.equal(answer.value, null);
    assert.equal(answer.exists, true);
    assert.equal(answer.wrote, false);
  });

  await step('null in every optional argument means absent', async () => {
    const { tools } = await mine.client.listTools();
    const filled = (name, args) => {
      const { inputSchema } = tools.find(tool => tool.name === name);
      return { ...Object.fromEntries(Object.keys(inputSchema.properties).map(key => [key, null])), ...args };
    };
    const read = await call('state', filled('state', { key: 'user_preferences' }));
    assert.equal(read.wrote, false);
    assert.deepEqual(read.value, PREFERENCES);
    const written = await call('state_write', filled('state_write', { handle, set: { filled: 1 } }));
    assert.deepEqual(written.changed, ['filled']);
    const whole = await call('state_read', filled('state_read', { handle }));
    assert.equal(whole.data.filled, 1);
    const opened = await call('state_open', filled('state_open', { name: 'filled' }));
    assert.equal(opened.created, true);
    assert.ok((await call('state_list', filled('state_list', {}))).states.length >= 2);
    await call('state_close', filled('state_close', { handle: opened.handle }));
  });

  await step('an unknown argument is refused with the nearest name', async () => {
    const facts = await refused('invalid', call('state_write', { handle, sett: { unknown: 1 } }));
    assert.match(facts.hint, /\bset\b/);
    assert.ok(!('unknown' in (await document())));
    await refused('invalid', call('state_write', { handle, set: { unknown: 1 }, expected_revision: 1 }));
    assert.ok(!('unknown' in (await document())));
  });

  await step('an argument that the host added is left out and told', async () => {
    const answer = await call('state_write', { handle, set: { added: 1 }, wait_for_previous: true });
    assert.deepEqual(answer.ignored, ['wait_for_previous']);
    assert.deepEqual(answer.changed, ['added']);
  });

  await step('merge changes one member and keeps the rest', async () => {
    const answer = await call('state_write', { handle, merge: { user_preferences: { theme: 'light' } } });
    assert.deepEqual(answer.changed, ['user_preferences']);
    assert.deepEqual((await document()).user_preferences, { ...PREFERENCES, theme: 'light' });
  });

  await step('patch does it too, and its test guards it', async () => {
    const patch = [
      { op: 'test', path: '/user_preferences/theme', value: 'light' },
      { op: 'replace', path: '/user_preferences/theme', value: 'dark' },
    ];
    await call('state_write', { handle, patch });
    assert.equal((await document()).user_preferences.theme, 'dark');
    await refused('conflict', call('state_write', { handle, patch }));
  });

  await step('set, increment, append and add_to_set in one step, by key and pointer', async () => {
    const before = await revision();
    const answer = await call('state_write', {
      handle,
      set: { cart: { items: [] } },
      increment: { visits: 2 },
      append: { log: ['a', 'b'] },
      add_to_set: { tags: ['x', 'x', 'y'] },
    });
    assert.equal(answer.revision, before + 1);
    assert.equal(answer.values.visits, 2);
    await call('state_write', { handle, append: { '/cart/items': ['apple'] } });
    const data = await document();
    assert.deepEqual(data.cart, { items: ['apple'] });
    assert.deepEqual(data.log, ['a', 'b']);
    assert.deepEqual(data.tags, ['x', 'y']);
  });

  await step('reads chosen keys, and names alone', async () => {
    const some = await call('state_read', { handle, keys: ['visits', 'absent'] });
    assert.deepEqual(some.data, { visits: 2 });
    const names = JSON.stringify(await call('state_read', { handle, keys: [] }));
    assert.match(names, /user_preferences/);
    assert.doesNotMatch(names, /notifications/);
  });

  await step('reads what changed since a revision, and what was', async () => {
    const then = await revision();
    await call('state_write', { handle, set: { visits: 3 } });
    const since = await call('state_read', { handle, since_revision: then });
    assert.deepEqual(since.data, { visits: 3 });
    const was = await call('state_read', { handle, at_revision: then });
    assert.equal(was.data.visits, 2);
  });

  await step('deletes', async () => {
    assert.deepEqual((await call('state_write', { handle, delete: ['nothing'] })).changed, ['nothing']);
    assert.equal((await call('state', { key: 'nothing' })).exists, false);
  });

  await step('a change of nothing commits nothing', async () => {
    const before = await revision();
    const answer = await call('state_write', { handle, set: { visits: 3 } });
    assert.deepEqual(answer.changed, []);
    assert.equal(await revision(), before);
  });

  await step('a stale if_revision is a conflict with facts, and changes nothing', async () => {
    const stale = await revision();
    await other.call('state_write', { handle, set: { visits: 10 }, note: 'meanwhile' });
    const facts = await refused('conflict', call('state_write', { handle, set: { visits: 4 }, if_revision: stale }));
    assert.equal(facts.revision, stale + 1);
    assert.match(JSON.stringify(facts), /"visits"/);
    await refused('conflict', call('state_write', { handle, set: { visits: 4 }, if_revision: { visits: stale } }));
    assert.equal((await document()).visits, 10);
    await call('state_write', { handle, set: { visits: 11 }, if_revision: facts.revision });
    await call('state_write', { handle, set: { fresh: 1 }, if_revision: { fresh: 0 } });
    await refused('conflict', call('state_write', { handle, set: { fresh: 2 }, if_revision: { fresh: 0 } }));
  });

  await step('a retry with the same op counts once', async () => {
    const { op } = await call('state_read', { handle });
    const args = { handle, increment: { retried: 1 }, op };
    const first = await call('state_write', args);
    const second = await other.call('state_write', args);
    assert.equal(second.replayed, true);
    assert.equal(second.revision, first.revision);
    assert.deepEqual(second.changed, first.changed);
    assert.notEqual(first.replayed, true);
    assert.equal((await document()).retried, 1);
  });

  await step('an op with other arguments is refused', async () => {
    const { op } = await call('state_read', { handle });
    await call('state_write', { handle, set: { first: true }, op });
    const facts = await refused('op_reused', call('state_write', { handle, set: { second: true }, op }));
    assert.ok(facts.op && facts.op !== op);
    assert.ok(!('second' in (await document())));
    await call('state_write', { handle, set: { second: true }, op: facts.op });
  });

  await step('eight parallel increments, each sent twice, count eight', async () => {
    const { op } = await call('state_read', { handle });
    const calls = [];
    for (let n = 1; n <= 8; n++) {
      const args = { handle, increment: { eight: 1 }, op: `${op}.${n}` };
      calls.push(call('state_write', args), other.call('state_write', args));
    }
    const answers = await Promise.all(calls);
    assert.equal(answers.filter(answer => answer.replayed).length, 8);
    assert.equal(new Set(answers.map(answer => answer.revision)).size, 8);
    assert.equal((await document()).eight, 8);
  });

  await step('three counters, five times each, in parallel', async () => {
    const counters = ['one', 'two', 'three'];
    await Promise.all(
      counters.map(async (counter, index) => {
        const connection = index % 2 ? other : mine;
        for (let turn = 0; turn < 5; turn++) {
          await connection.call('state_write', { handle, increment: { [counter]: 1 } });
        }
      }),
    );
    const { one, two, three } = await document();
    assert.deepEqual([one, two, three], [5, 5, 5]);
  });

  await step('undo and redo', async () => {
    await call('state_write', { handle, set: { draft: 'first' } });
    await call('state_write', { handle, set: { draft: 'second' }, note: 'a second thought' });
    const undone = await call('state_undo', { handle });
    assert.deepEqual(undone.changed, ['draft']);
    assert.equal(undone.reverted[0].note, 'a second thought');
    assert.equal((await document()).draft, 'first');
    await call('state_undo', { handle, redo: true });
    assert.equal((await document()).draft, 'second');
    await call('state_undo', { handle, steps: 2 });
    assert.ok(!('draft' in (await document())));
  });

  let named;
  await step('one name is one state', async () => {
    const args = { name: 'team/roadmap', labels: { team: 'core' }, data: { goal: 'ship' } };
    const first = await call('state_open', args);
    const second = await other.call('state_open', { ...args, data: { goal: 'other' } });
    assert.equal(first.created, true);
    assert.equal(second.created, false);
    assert.equal(second.handle, first.handle);
    assert.ok(second.hint, 'says that data was not applied');
    assert.deepEqual((await call('state_read', { handle: '@team/roadmap' })).data, { goal: 'ship' });
    named = first.handle;
  });

  await step('lists by name and label', async () => {
    for (const args of [{ name_prefix: 'team/' }, { labels: { team: 'core' } }]) {
      const { states } = await other.call('state_list', args);
      assert.deepEqual(states.map(state => [state.handle, state.name]), [[named, 'team/roadmap']]);
    }
    assert.deepEqual((await call('state_list', { name_prefix: 'nobody/' })).states, []);
  });

  await step('a wait ends when another writes', async () => {
    const since = (await call('state_read', { handle: named })).revision;
    const waiting = call('state_wait', { handle: named, since_revision: since, timeout_seconds: 20 });
    await other.call('state_write', { handle: named, set: { woken: true } });
    const answer = await waiting;
    assert.equal(answer.timed_out, false);
    assert.deepEqual(answer.changed, ['woken']);
    assert.equal(answer.revision, since + 1);
  });

  await step('a wait for nothing ends too', async () => {
    const answer = await call('state_wait', { handle: named, keys: ['never'], timeout_seconds: 1 });
    assert.equal(answer.timed_out, true);
    assert.deepEqual(answer.changed, []);
  });

  await step('resources are listed and read', async () => {
    const { resources } = await mine.client.listResources();
    assert.ok(resources.some(resource => resource.uri === `state://${named}`), JSON.stringify(resources));
    const { resourceTemplates } = await mine.client.listResourceTemplates();
    assert.ok(resourceTemplates.some(template => template.uriTemplate.startsWith('state://{handle}')));
    const { contents } = await mine.client.readResource({ uri: `state://${named}` });
    assert.match(contents[0].text, /"goal":"ship"/);
    const key = await mine.client.readResource({ uri: `state://${named}/keys/goal` });
    assert.equal(JSON.parse(key.contents[0].text), 'ship');
    await assert.rejects(mine.client.readResource({ uri: 'state://st_00000000000000000000000000' }));
  });

  await step('closed is expired, its name is free, its handle brings it back', async () => {
    await call('state_close', { handle: named });
    const facts = await refused('expired', other.call('state_read', { handle: named }));
    assert.ok(facts.closed_at && facts.purge_at);
    await refused('expired', other.call('state_write', { handle: named, set: { late: true } }));
    const successor = await call('state_open', { name: 'team/roadmap' });
    assert.equal(successor.created, true);
    assert.equal(successor.previous, named);
    const reopened = await other.call('state_open', { handle: named });
    assert.equal(reopened.handle, named);
    assert.equal((await call('state_read', { handle: named })).data.goal, 'ship');
  });

  await step('an unknown handle is not found', async () => {
    await refused('not_found', call('state_read', { handle: 'st_00000000000000000000000000' }));
    await refused('not_found', call('state_read', { handle: '@nobody' }));
  });
}
