// What a person sets right in the console: every kind of change, looked at from outside afterwards.
import assert from 'node:assert/strict';

import { check } from './check.js';
import { run } from './product.js';
import { Http } from './rpc.js';

/** Each kind of change once, in the tab `seen` of a server that allows changes. */
export async function byHand(seen, server, store, made, accessible) {
  const person = new Person(seen, server, store);
  await access(person, made);
  await settings(person);
  await delayed(person);
  await merges(person, accessible);
  await machines(person, made);
  await runs(person);
  await erasing(person);
}

class Person {
  constructor(seen, server, store) {
    this.page = seen.page;
    this.show = seen.show;
    this.seen = seen;
    this.client = new Http(server.url);
    this.store = store;
  }

  press(name) {
    return this.page.getByRole('button', { name, exact: true }).click();
  }

  said(text) {
    return this.page.locator('.told').filter({ hasText: text }).waitFor();
  }

  async unfold() {
    await this.page.locator('.besides').waitFor();
    // At once: the facts may be shown anew at any time, folded as they were then.
    await this.page.evaluate(() => (document.querySelector('.besides').open = true));
  }

  async opened(name, data) {
    const { handle } = await this.client.call('state_open', { name, data });
    await this.show(`#/states/${handle}`, '.tree');
    await this.page.getByRole('heading', { name }).waitFor();
    return handle;
  }

  async set(key, value, delay) {
    await this.press('Set a key…');
    await this.page.locator('#set-key').fill(key);
    await this.page.locator('#set-value').fill(value);
    await this.page.locator('#set-delay').fill(delay ? String(delay) : '');
    await this.press('Set');
  }

  /** The document as another client reads it. */
  async document(name) {
    return (await this.client.call('state_read', { handle: `@${name}` })).data;
  }
}

async function access(person, made) {
  const { page, client } = person;
  await check('console: a state is shared by hand, and taken back', async () => {
    await person.show(`#/states/${made.cart.handle}`, '.tree');
    await person.press('Share…');
    await page.locator('#share-with').fill('ann');
    await page.locator('#share-access').selectOption('write');
    await person.press('Share');
    await person.said('ann: write');
    await person.unfold();
    await page.getByRole('button', { name: 'Withdraw from ann' }).click();
    await person.press('Withdraw');
    await person.said('Withdrawn from ann');
    await page.getByRole('button', { name: 'Withdraw from ann' }).waitFor({ state: 'detached' });
  });
  await check('console: what is claimed by hand keeps others out, and is given back', async () => {
    await person.press('Claim…');
    await page.locator('#claim-name').fill('checkout');
    await person.press('Claim');
    await person.said('checkout is yours');
    const other = { handle: made.cart.handle, name: 'checkout', ttl: 5 };
    await assert.rejects(client.call('state_lease', other), ({ facts }) => facts?.code === 'conflict');
    await person.unfold();
    await page.getByRole('button', { name: 'Give back checkout' }).click();
    await person.said('checkout is free');
    assert.ok((await client.call('state_lease', other)).token > 0);
  });
}

async function settings(person) {
  const { page } = person;
  await check('console: rules are set by hand, and a value that breaks them is refused', async () => {
    await person.opened('byhand/rules', { count: 1 });
    await page.locator('.headline dd').first().waitFor();
    await person.press('Settings…');
    await page.locator('#set-rules').fill('[{"expr":"self.count < 5","message":"at most four"}]');
    await page.locator('#set-labels').fill('{"team":"blue"}');
    await person.press('Change');
    await person.said('Changed: labels, rules');
    await person.set('count', '7');
    await page.getByRole('alert').filter({ hasText: 'at most four' }).waitFor();
    await person.set('count', '4');
    await person.said('1 key changed');
    assert.deepEqual(await person.document('byhand/rules'), { count: 4 });
  });
}

async function delayed(person) {
  const { page } = person;
  await check('console: a write is put off by hand, shown, and cancelled', async () => {
    const handle = await person.opened('byhand/later', { now: true });
    await person.set('late', 'true', 3600);
    await person.said('Planned for');
    await person.unfold();
    await page.getByRole('button', { name: /Cancel the delayed write/ }).click();
    await person.said('The delayed write is cancelled');
    const { scheduled } = await person.client.call('state_read', { handle, keys: [] });
    assert.deepEqual(scheduled ?? {}, {});
  });
}

async function merges(person, accessible) {
  const { page, client } = person;
  await check('console: a merge shows its conflicts side by side, and takes what is chosen of each', async () => {
    const handle = await person.opened('byhand/plan', { a: 1, 'b/c': 1, d: 1 });
    const fork = await client.call('state_open', { fork_of: handle, name: 'byhand/draft' });
    await client.call('state_write', { handle, set: { a: 'here', '/b~1c': 'here', d: 'here' } });
    const gone = { handle: fork.handle, set: { a: 'there', '/b~1c': 'there', e: 'new' }, delete: ['d'] };
    await client.call('state_write', gone);
    await page.locator('.tree').getByText('"here"').first().waitFor();
    await person.press('Merge…');
    await page.locator('#merge-from').fill('@byhand/draft');
    await person.press('Look at it');
    await page.waitForURL(/merge=%40byhand/);
    await person.press('Merge');
    await page.locator('.conflicts tbody tr').nth(2).waitFor();
    await accessible(person.seen, 'merge');
    await person.seen.picture('merge');
    await page.getByRole('radiogroup', { name: 'b/c' }).getByLabel('there').check();
    await page.getByRole('radiogroup', { name: 'd', exact: true }).getByLabel('there').check();
    await person.press('Merge so');
    await person.said('What was taken from there');
    assert.deepEqual(await person.document('byhand/plan'), { a: 'here', 'b/c': 'there', e: 'new' });
  });
  await check('console: a merge on what is not the newest any more does nothing', async () => {
    const { handle } = await client.call('state_open', { name: 'byhand/plan' });
    await client.call('state_write', { handle, set: { a: 'mine' } });
    await client.call('state_write', { handle: '@byhand/draft', set: { a: 'yours' } });
    await person.show(`#/states/${handle}?merge=%40byhand%2Fdraft`, '.merging .first');
    await page.locator('.tree').waitFor();
    await person.press('Merge');
    await page.locator('.conflicts').waitFor();
    await client.call('state_write', { handle, set: { a: 'first' } });
    await person.press('All of there');
    await page.getByRole('alert').filter({ hasText: 'Another was first' }).waitFor();
    assert.equal((await person.document('byhand/plan')).a, 'first');
  });
}

async function machines(person, made) {
  const { page } = person;
  await check('console: an event is sent to a machine, and its document is not written past it', async () => {
    await person.show(`#/states/${made.order.handle}`, '.events-now button');
    assert.equal(await page.getByRole('button', { name: 'Set a key…' }).isVisible(), false);
    await page.locator('.events-now').getByRole('button', { name: 'packed' }).click();
    await person.press('Send');
    await page.locator('.machine').filter({ hasText: '"sent"' }).waitFor();
    const { machine } = await person.client.call('state_read', { handle: made.order.handle, keys: [] });
    assert.deepEqual(machine.active, { paid: 'sent' });
  });
}

const FAILING = { name: 'hand', version: '1', steps: { only: { work: 'byhand' } } };

async function runs(person) {
  const { page, client } = person;
  const status = async handle => (await client.call('workflow_status', { handle })).status;
  await check('console: a run is paused, goes on, is retried after it failed, and cancelled', async () => {
    const { handle } = await client.call('workflow_start', { definition: FAILING, input: {} });
    await person.show(`#/states/${handle}`, '.run tbody tr');
    assert.equal(await page.getByRole('button', { name: 'Undo' }).isVisible(), false);
    await person.press('Pause');
    await person.said('The run is paused');
    await person.press('Go on');
    await person.said('The run is running');
    const { token } = await client.call('workflow_next', { work: ['byhand'], timeout_seconds: 5 });
    await client.call('workflow_report', { handle, step: 'only', token, error: 'no', final: true });
    await page.locator('.run h2').filter({ hasText: 'failed' }).waitFor();
    await page.getByRole('button', { name: 'Retry only' }).click();
    await page.locator('.run h2').filter({ hasText: 'running' }).waitFor();
    assert.equal(await status(handle), 'running');
    await person.press('Cancel the run…');
    await person.press('Cancel it');
    await person.said('The run is cancelled');
    assert.equal(await status(handle), 'cancelled');
  });
}

async function erasing(person) {
  const { page } = person;
  await check('console: a state is erased only by who writes that it shall be', async () => {
    await person.opened('byhand/gone', { secret: 'kept' });
    await person.press('Erase…');
    await page.locator('dialog').filter({ hasText: 'It cannot be brought back' }).waitFor();
    await page.locator('#erase-word').fill('yes');
    await person.press('Erase it for good');
    assert.equal(await page.locator('dialog').count(), 1);
    await person.press('Cancel');
    await person.said('Nothing was erased');
    assert.deepEqual(await person.document('byhand/gone'), { secret: 'kept' });
    await person.press('Erase…');
    await page.locator('#erase-word').fill('erase');
    await person.press('Erase it for good');
    await person.said('Erased, with its whole history');
    const { code } = await run('get', '--store', person.store, '@byhand/gone', 'secret');
    assert.notEqual(code, 0);
  });
}
