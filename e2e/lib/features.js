// The features of a client library, one after the other, against the fixture server in mcp's tests.
import assert from 'node:assert/strict';

import { check } from './check.js';
import { connect } from './official.js';

const WATCHED = 'test://watched-resource';
const CAPABILITIES = { elicitation: { form: {}, url: {} }, sampling: {}, roots: {} };
const PERSON = { username: 'ada', email: 'ada@example.com' };

/** Plays every feature with a client of this kind; returns the connection and the subscription it leaves open. */
export async function features(label, kind, where) {
  const heard = new Heard();
  let answer = { action: 'accept', content: PERSON };
  let mine;
  const connected = await check(`${label}: connects`, async () => {
    mine = await connect(kind, where, {
      capabilities: CAPABILITIES,
      prepare: client => {
        client.asked('elicitation/create', request => (heard.add('asked', request.params), answer));
        client.asked('sampling/createMessage', () => ({
          role: 'assistant',
          model: 'none',
          content: { type: 'text', text: 'sampled' },
        }));
        client.told('notifications/resources/updated', told => heard.add('updated', told.params.uri));
        client.told('notifications/tools/list_changed', () => heard.add('tools'));
      },
    });
    console.log(`        speaks ${mine.spoken}`);
  });
  if (!connected) {
    return {};
  }
  const { client } = mine;
  const step = (name, body) => check(`${label}: ${name}`, body);
  const said = async (name, options) => (await mine.callTool({ name, arguments: {} }, options)).content[0].text;

  await step('tools are listed and called', async () => {
    const { tools } = await client.listTools();
    assert.ok(tools.some(({ name }) => name === 'json_schema_2020_12_tool'));
    assert.match(await said('test_simple_text'), /simple text/);
    assert.equal((await mine.callTool({ name: 'test_error_handling', arguments: {} })).isError, true);
    await assert.rejects(mine.callTool({ name: 'no_such_tool', arguments: {} }), /no_such_tool/);
  });

  await step('resources, prompts and completions', async () => {
    const { resources } = await client.listResources();
    assert.ok(resources.some(({ uri }) => uri === WATCHED));
    const { contents } = await client.readResource({ uri: 'test://template/7/data' });
    assert.equal(JSON.parse(contents[0].text).id, '7');
    assert.equal((await client.listResourceTemplates()).resourceTemplates.length, 1);
    await assert.rejects(client.readResource({ uri: 'test://none' }), /not found/i);
    const prompt = { name: 'test_prompt_with_arguments', arguments: { arg1: 'a', arg2: 'b' } };
    assert.match((await client.getPrompt(prompt)).messages[0].content.text, /arg1='a'/);
    const ref = { type: 'ref/prompt', name: prompt.name };
    const { completion } = await client.complete({ ref, argument: { name: 'arg1', value: 'x' } });
    assert.deepEqual(completion.values, ['x-completed']);
  });

  await step('a form is asked, accepted and declined', async () => {
    assert.match(await said('test_elicitation'), /"username":"ada"/);
    assert.equal((await heard.next('asked')).requestedSchema.properties.username.type, 'string');
    answer = { action: 'decline' };
    assert.match(await said('test_elicitation'), /decline/);
    await heard.next('asked');
  });

  await step('a page and the model are asked', async () => {
    answer = { action: 'accept' };
    assert.equal(await said('test_page'), 'The page was accept');
    assert.equal((await heard.next('asked')).url, 'https://example.com/connect');
    assert.match(await said('test_sampling'), /sampled/);
  });

  let subscription;
  await step('subscribers are notified of changes', async () => {
    const modern = client.listen && mine.spoken.includes('modern');
    if (modern) {
      subscription = await client.listen({ toolsListChanged: true, resourceSubscriptions: [WATCHED] });
      assert.deepEqual(subscription.honoredFilter.resourceSubscriptions, [WATCHED]);
    } else {
      await client.subscribeResource({ uri: WATCHED });
    }
    await said('test_trigger_resource_change');
    assert.equal(await heard.next('updated'), WATCHED);
    await said('test_trigger_tool_change');
    await heard.next('tools');
    if (!modern) {
      await client.unsubscribeResource({ uri: WATCHED });
    }
  });

  await step('a call that reports progress and is then cancelled ends at the server', async () => {
    const before = Number(await said('test_cancelled_calls'));
    const controller = new AbortController();
    const onprogress = ({ progress }) => controller.abort(new Error(`enough at ${progress}`));
    await assert.rejects(said('test_hang', { onprogress, signal: controller.signal }), /enough at 1/);
    while (Number(await said('test_cancelled_calls')) === before) {
      await new Promise(resolve => setTimeout(resolve, 50));
    }
  });
  return { mine, subscription };
}

/** Notifications of the server, which a check can wait for. */
export class Heard {
  waiting = new Map();
  kept = new Map();

  add(what, value) {
    const waiter = this.waiting.get(what)?.shift();
    if (waiter) {
      waiter(value);
    } else {
      this.kept.set(what, [...(this.kept.get(what) ?? []), value]);
    }
  }

  next(what) {
    const kept = this.kept.get(what) ?? [];
    if (kept.length) {
      return Promise.resolve(kept.shift());
    }
    return new Promise(resolve => this.waiting.set(what, [...(this.waiting.get(what) ?? []), resolve]));
  }
}
