// States that the console is looked at with: ordinary ones, a machine, a run, a question, and hostile ones.
import { Http } from './rpc.js';

const RTL = '\u202egnp.exe';
// prettier-ignore
export const HOSTILE = [
  '<img src=x onerror="struck=1">', '</script><script>struck=1</script>', '"><svg onload=struck=1>',
  'javascript:struck=1', "'-struck-'", '{{struck=1}}', '${struck=1}', RTL, 'שלום עולם',
  '\u0000\u0007', 'a\u200bb', '__proto__', 'constructor', '\ud83d\ude00', '%%{init: {}}%%', 'click s1 "javascript:x"',
];

const MACHINE = {
  initial: 'open',
  context: { paid: 0, items: [] },
  states: {
    open: {
      on: { pay: { guard: 'event.amount > 0', target: 'paid' }, cancel: 'cancelled' },
      after: { 86400000: 'cancelled' },
    },
    paid: {
      initial: 'packing',
      states: { packing: { on: { packed: 'sent' } }, sent: {} },
      on: { refund: 'open', close: 'done' },
    },
    cancelled: { type: 'final' },
    done: { type: 'final' },
  },
};

const WORKFLOW = {
  name: 'release',
  version: '1',
  steps: {
    build: { work: 'build' },
    test: { work: 'test', needs: ['build'] },
    scan: { work: 'scan', needs: ['build'] },
    publish: { work: 'publish', needs: ['test', 'scan'] },
  },
};

/** Fills a store over a server that shows all tools. Returns the handles by what they are. */
export async function fill(url) {
  const client = new Http(url);
  const open = args => client.call('state_open', args);
  const write = args => client.call('state_write', args);
  const cart = await open({ name: 'shop/cart-7', labels: { customer: '42', region: 'eu' }, data: { currency: 'EUR' } });
  const steps = [
    { set: { items: [{ sku: 'B-11', title: 'Lamp', price: 49.9 }] }, note: 'first item' },
    { append: { items: [{ sku: 'C-4', title: 'Cable, 2 m', price: 7.5 }] } },
    { set: { address: { street: 'Hauptstraße 5', city: 'Köln', zip: '50667' } }, note: 'as the customer said' },
    { increment: { visits: 1 } },
    { set: { '/items/0/price': 45, coupon: 'WINTER' }, note: 'coupon' },
    { delete: ['coupon'] },
  ];
  for (const step of steps) {
    await write({ handle: cart.handle, ...step });
  }
  const numbers = await open({ name: 'numbers', data: { count: 1 } });
  const list = Array.from({ length: 250 }, (_, index) => index);
  await write({ handle: numbers.handle, set: { list, text: 'long '.repeat(2_000) } });
  const order = await open({ name: 'shop/order-1', machine: MACHINE });
  await client.call('machine_send', { handle: order.handle, event: 'pay', data: { amount: 5 } });
  const run = await client.call('workflow_start', { definition: WORKFLOW, name: 'release-2.1', input: {} });
  const work = await client.call('workflow_next', { work: ['build'], timeout_seconds: 1 });
  await client.call('workflow_report', { handle: run.handle, step: 'build', token: work.token, output: 'ok' });
  await client.call('workflow_next', { work: ['test'], timeout_seconds: 1 });
  const release = await open({ name: 'release', data: { version: '2.1' } });
  await client.call('state_ask', { handle: release.handle, text: 'Deploy 2.1 to production?', choices: ['yes', 'no'] });
  const hostile = await hostileOne(client);
  return { cart, numbers, order, run, release, hostile, client };
}

/** A state in which everything that is free text is hostile. */
async function hostileOne(client) {
  const data = Object.fromEntries(HOSTILE.map(text => [text, { [text]: [text, null] }]));
  const labels = { 'a<b>': HOSTILE[0], rtl: RTL };
  const made = await client.call('state_open', { data, labels });
  for (const text of HOSTILE) {
    await client.call('state_write', { handle: made.handle, set: { last: text, [`k${text}`]: text }, note: text });
  }
  // Names of a machine's states have neither dots nor controls.
  const names = HOSTILE.map(text => text.replaceAll('.', '')).filter(name => /^[^\p{C}]*$/u.test(name));
  const next = index => names[(index + 1) % names.length];
  const states = Object.fromEntries(names.map((name, index) => [name, { on: { [name]: next(index) } }]));
  const machine = await client.call('state_open', { machine: { initial: names[0], states } });
  const choices = HOSTILE.slice(0, 3);
  await client.call('state_ask', { handle: made.handle, text: HOSTILE.join(' '), choices });
  return { ...made, machine: machine.handle };
}
