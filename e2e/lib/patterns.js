// What the tour does after its first part: history, forks, undo, validation, delays, leases, sharing, erasing, prompts.
import assert from 'node:assert/strict';

import { check } from './check.js';
import { refused } from './tour.js';

/** Plays every step on states of its own; in the end every tool that the server lists was called. */
export async function patterns(label, mine, other) {
  const called = new Set(['state', 'state_list', 'state_wait']); // the part before
  const call = (name, args) => {
    called.add(name);
    return mine.call(name, args);
  };
  const step = (name, body) => check(`${label}: ${name}`, body);
  const dataOf = async handle => (await call('state_read', { handle })).data;
  let plan;

  await step('history tells what happened, and what differs', async () => {
    plan = (await call('state_open', { data: { title: 'plan', steps: 1 } })).handle;
    await call('state_write', { handle: plan, increment: { steps: 2 }, note: 'two more' });
    await other.call('state_write', { handle: plan, set: { owner: 'ada' } });
    const { events } = await call('state_history', { handle: plan });
    assert.deepEqual(events.map(({ type, keys }) => [type, keys]), [
      ['created', ['steps', 'title']],
      ['written', ['steps']],
      ['written', ['owner']],
    ]);
    assert.equal(events[1].note, 'two more');
    const { diff } = await call('state_history', { handle: plan, diff: true, from_revision: 1 });
    assert.deepEqual(Object.keys(diff).sort(), ['owner', 'steps']);
  });

  await step('a single change is undone, an older revision is restored, and the restoring undone', async () => {
    await call('state_undo', { handle: plan, revision: 2 });
    assert.deepEqual(await dataOf(plan), { title: 'plan', steps: 1, owner: 'ada' });
    await call('state_undo', { handle: plan, to_revision: 1 });
    assert.deepEqual(await dataOf(plan), { title: 'plan', steps: 1 });
    await call('state_undo', { handle: plan });
    assert.deepEqual(await dataOf(plan), { title: 'plan', steps: 1, owner: 'ada' });
  });

  await step('a fork is merged, and a conflict is settled by the caller', async () => {
    const draft = (await call('state_open', { fork_of: plan })).handle;
    await call('state_write', { handle: draft, set: { owner: 'bob', colour: 'red' } });
    await other.call('state_write', { handle: plan, set: { owner: 'eve' } });
    const { keys } = await refused('conflict', call('state_merge', { handle: plan, from: draft }));
    assert.deepEqual([keys.owner.ours.value, keys.owner.theirs.value], ['eve', 'bob']);
    await call('state_merge', { handle: plan, from: draft, prefer: 'theirs' });
    assert.deepEqual(await dataOf(plan), { title: 'plan', steps: 1, owner: 'bob', colour: 'red' });
  });

  await step('a schema and a rule are held', async () => {
    const { handle } = await call('state_open', {
      schema: { properties: { total: { type: 'integer' } } },
      rules: [{ expr: 'self.total <= 10', message: 'at most ten' }],
      data: { total: 1 },
    });
    for (const total of ['many', 11]) {
      const { violations } = await refused('rejected', call('state_write', { handle, set: { total } }));
      assert.ok(violations.length > 0);
    }
    assert.deepEqual(await dataOf(handle), { total: 1 });
    const { states } = await call('state_list', { where: 'has(self.total) && self.total == 1' });
    assert.deepEqual(states.map(state => state.handle), [handle]);
    const waiting = call('state_wait', { handle, until: 'self.total > 5', timeout_seconds: 20 });
    await other.call('state_write', { handle, set: { total: 6 } });
    assert.equal((await waiting).timed_out, false);
  });

  await step('a delayed write waits for its time, or is cancelled', async () => {
    const { scheduled } = await call('state_write', { handle: plan, set: { late: true }, delay: 3600 });
    await call('state_write', { handle: plan, cancel: scheduled });
    assert.equal((await dataOf(plan)).late, undefined);
    await call('state_write', { handle: plan, set: { soon: true }, delay: 1 });
    const since = (await call('state_read', { handle: plan })).revision;
    assert.equal((await call('state_wait', { handle: plan, since_revision: since, keys: ['soon'] })).timed_out, false);
  });

  await step('a lease excludes others, and its token a late holder', async () => {
    const { token } = await call('state_lease', { handle: plan, name: 'editor', ttl: 60 });
    await refused('conflict', other.call('state_lease', { handle: plan, name: 'editor', ttl: 60 }));
    await call('state_write', { handle: plan, set: { text: 'mine' }, lease: { editor: token } });
    await call('state_lease', { handle: plan, name: 'editor', ttl: 60, token, release: true });
    const late = { handle: plan, set: { text: 'late' }, lease: { editor: token } };
    await refused('conflict', call('state_write', late));
  });

  await step('a machine takes what is possible, and says what is not', async () => {
    const machine = {
      initial: 'open',
      context: { paid: 0 },
      states: {
        open: {
          on: { pay: { guard: 'event.amount > 0', actions: { assign: { paid: 'event.amount' } }, target: 'paid' } },
        },
        paid: { type: 'final' },
      },
    };
    const { handle } = await call('state_open', { machine });
    await refused('rejected', call('machine_send', { handle, event: 'pay', data: { amount: 0 } }));
    const sent = await call('machine_send', { handle, event: 'pay', data: { amount: 5 } });
    assert.deepEqual([sent.machine, sent.values], [{ active: 'paid', done: true }, { paid: 5 }]);
    await refused('rejected', call('state_write', { handle, set: { paid: 6 } }));
  });

  await step('a question is open until a person has answered it, or it is withdrawn', async () => {
    const { question, answer } = await call('state_ask', { handle: plan, text: 'Deploy?', choices: ['now', 'later'] });
    if (!answer) {
      await call('state_answer', { handle: plan, question, choice: 'now' }).catch(failure => {
        assert.equal(failure.facts?.code ?? 'rejected', 'rejected');
      });
      const { questions } = await call('state_read', { handle: plan });
      assert.ok(questions[question]);
      await call('state_ask', { handle: plan, withdraw: question });
    }
    assert.equal((await call('state_read', { handle: plan })).questions, undefined);
  });

  await step('a run gives out its steps one after the other, and takes back what was done', async () => {
    const definition = {
      name: 'order',
      version: '1',
      steps: {
        reserve: { input: 'input', compensate: { work: 'release', input: 'output' } },
        charge: { needs: ['reserve'] },
      },
    };
    const { handle } = await call('workflow_start', { definition, input: { lines: 2 } });
    const next = async (...work) => {
      const { timed_out, ...claimed } = await call('workflow_next', { work, timeout_seconds: 5 });
      assert.deepEqual([timed_out, claimed.handle], [false, handle]);
      return claimed;
    };
    const reserve = await next('reserve');
    assert.deepEqual(reserve.input, { lines: 2 });
    await call('workflow_report', { handle, step: reserve.step, token: reserve.token, output: 'r1' });
    const late = { handle, step: reserve.step, token: reserve.token, output: 'r2' };
    await refused('conflict', call('workflow_report', late));
    const charge = await next('charge');
    await call('workflow_report', { handle, step: charge.step, token: charge.token, error: 'no money', final: true });
    const release = await next('release');
    assert.equal(release.input, 'r1');
    await call('workflow_report', { handle, step: release.step, token: release.token });
    const { status, steps } = await call('workflow_status', { handle });
    assert.deepEqual([status, steps.reserve], ['failed', 'compensated']);
  });

  await step('sharing says who may do what', async () => {
    const bob = 'https://issuer.example#bob';
    const { grants } = await call('state_share', { handle: plan, principal: bob, access: 'read' });
    assert.deepEqual(Object.values(grants), ['read']);
  });

  await step('opening points to the document, prompts show it, and handles are completed', async () => {
    const { content } = await mine.callTool({ name: 'state_open', arguments: { name: 'shown', data: { x: 1 } } });
    const handle = JSON.parse(content[0].text).handle;
    assert.equal(content[1].uri ?? content[1].text, `state://${handle}`); // old revisions have links as text
    const { prompts } = await mine.client.listPrompts();
    assert.deepEqual(prompts.map(({ name }) => name), ['resume', 'hand_over', 'what_changed']);
    const { messages } = await mine.client.getPrompt({ name: 'resume', arguments: { handle: '@shown' } });
    assert.equal(messages[1].content.resource.text, '{"x":1}');
    const ref = { type: 'ref/prompt', name: 'resume' };
    const { completion } = await mine.client.complete({ ref, argument: { name: 'handle', value: '@sho' } });
    assert.deepEqual(completion.values, ['@shown']);
  });

  await step('erasing needs the consent of a person', async () => {
    const shown = await refused('rejected', call('state_close', { handle: plan, erase: true, confirm: plan }));
    assert.equal(shown.erases.handle, plan);
    const { confirm } = shown;
    assert.equal((await call('state_close', { handle: plan, erase: true, confirm })).erased, true);
    await refused('not_found', other.call('state_read', { handle: plan }));
  });

  await step('every tool was called', async () => {
    const { tools } = await mine.client.listTools();
    assert.deepEqual([...called].sort(), tools.map(({ name }) => name).sort());
  });
}
