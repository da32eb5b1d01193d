// The dearest legal calls. An attack prepares what it needs and returns how it is carried out; `s` is a Stranger.
import { connections } from './crowds.js';
import { memory } from './hoards.js';

export const range = count => Array.from({ length: count }, (_, index) => index);

/** Something over 9,000 iterations on a list of 95 elements; with another number it is another expression. */
const nested = n => `self.a.all(x, self.a.all(y, x + y + ${n} >= 0))`;
const LIST = range(95);

const MEBIBYTE = 1 << 20;
const NUMBERS = range(20_000);

/** Names with one hash in Java, as "Aa" and "BB" have one. */
const colliding = range(8_192).map(n =>
  [...n.toString(2).padStart(13, '0')].map(bit => (bit === '1' ? 'Aa' : 'BB')).join(''),
);

const writing = (s, lanes, args) => () => s.lanes(lanes, n => s.call('state_write', args(n)));

const work = {
  'add_to_set of 20,000 numbers': async s => {
    const handles = await Promise.all(range(4).map(() => s.open({ data: { set: NUMBERS } })));
    return writing(s, 16, n => ({
      handle: handles[n % 4],
      add_to_set: { set: NUMBERS.map(number => number + (n % 3) * 5_000) },
    }));
  },

  '20,000 JSON Pointers under one key': async s => {
    const handle = await s.open({ data: { deep: {} } });
    const set = n => Object.fromEntries(NUMBERS.map(number => [`/deep/${number}`, n]));
    return writing(s, 8, n => ({ handle, set: set(n) }));
  },

  'a patch of 15,000 replaces of one deep element': async s => {
    const element = range(40).reduce(inner => [inner], 0);
    const handle = await s.open({ data: { big: range(20_000).map(() => [0]).with(3, element) } });
    const path = `/big/3${'/0'.repeat(10)}`;
    const patch = n => range(15_000).map(value => ({ op: 'replace', path, value: value + n }));
    return writing(s, 8, n => ({ handle, patch: patch(n) }));
  },

  'patches whose copies double': async s => {
    const handle = await s.open({ data: { x: [0] } });
    const patch = [...range(40).map(() => ({ op: 'copy', from: '/x', path: '/x/-' })), { op: 'remove', path: '/x' }];
    return writing(s, 8, () => ({ handle, patch }));
  },

  '50 rules of 9,000 iterations': async s => {
    const rules = range(50).map(n => ({ expr: nested(n), message: `rule ${n}` }));
    const handles = await Promise.all(range(4).map(() => s.open({ data: { a: LIST } })));
    return () =>
      s.lanes(16, n =>
        n % 2 === 0
          ? s.call('state_open', { data: { a: LIST }, rules })
          : s.call('state_write', { handle: handles[n % 4], set: { n } }),
      );
  },

  'rules that every write has to pass': async s => {
    const rules = range(5).map(n => ({ expr: nested(n), message: `rule ${n}` }));
    const handles = await Promise.all(range(8).map(() => s.open({ data: { a: LIST }, rules })));
    return writing(s, 32, n => ({ handle: handles[n % 8], set: { n } }));
  },

  'state_list where every document costs 9,000 iterations': async s => {
    await Promise.all(range(200).map(() => s.open({ data: { a: LIST } })));
    return () => s.lanes(16, n => s.call('state_list', { where: nested(n) }));
  },

  'a schema whose const is a large array': async s => {
    const schema = { properties: { big: { items: { const: range(10_000) } } } };
    const handles = await Promise.all(range(4).map(() => s.open({ schema })));
    return writing(s, 16, n => ({ handle: handles[n % 4], set: { big: range(20_000).map(() => n) } }));
  },

  'schemas with uniqueItems and contains over large arrays': async s => {
    const items = n => range(20_000).map(i => [i + n]);
    const schema = { properties: { big: { uniqueItems: true, contains: { enum: items(-20_000).slice(0, 5_000) } } } };
    const handles = await Promise.all(range(4).map(() => s.open({ schema })));
    return writing(s, 16, n => ({ handle: handles[n % 4], set: { big: items(n) } }));
  },

  'keys with one hash': async s => {
    const handle = await s.open();
    const members = n => Object.fromEntries(colliding.map(key => [key, n]));
    return () =>
      s.lanes(8, n =>
        n % 2 === 0
          ? s.call('state_write', { handle, set: { members: members(n) } })
          : s.call('state_read', { handle, keys: colliding.map(key => `/members/${key}`) }),
      );
  },

  'undo and redo of a mebibyte': async s => {
    const handles = await Promise.all(range(4).map(() => s.open()));
    for (const handle of handles) {
      await s.must('state_write', { handle, set: { big: 'x'.repeat(MEBIBYTE - 100) } });
    }
    return () => s.lanes(8, n => s.call('state_undo', { handle: handles[n % 4], redo: n % 8 >= 4 }));
  },

  'forks of 4 MB': async s => {
    const handle = await s.open();
    for (const n of range(4)) {
      await s.must('state_write', { handle, set: { [`big-${n}`]: 'x'.repeat(MEBIBYTE - 1000) } });
    }
    return () => s.lanes(8, () => s.call('state_open', { fork_of: handle }));
  },

  'delayed dear writes': async s => {
    const handles = await Promise.all(range(8).map(() => s.open({ data: { set: NUMBERS } })));
    return writing(s, 16, n => ({
      handle: handles[n % 8],
      delay: 1,
      add_to_set: { set: NUMBERS.map(number => number + (n % 5) * 4_000) },
    }));
  },

  'answers of 7 MB, taken at once': async s => {
    const handle = await s.open();
    for (const n of range(4)) {
      await s.must('state_write', { handle, set: { [`big-${n}`]: 'x'.repeat(MEBIBYTE - 100_000) } });
    }
    return () => s.lanes(32, () => s.call('state_read', { handle }));
  },

  'answers of 7 MB of numbers, taken at once': async s => {
    const handle = await s.open();
    for (const n of range(4)) {
      await s.must('state_write', { handle, set: { [`big-${n}`]: range(140_000) } });
    }
    return () => s.lanes(32, () => s.call('state_read', { handle }));
  },

  'bodies of 4 MB that are parsed and refused': async s => {
    const handle = await s.open();
    return () => s.lanes(8, () => s.call('state_write', { handle, set: { big: range(600_000) } }));
  },

  'state_history with diff of large documents': async s => {
    const handle = await s.open({ data: { big: range(50_000) } });
    await s.must('state_write', { handle, set: { big: range(50_000).map(n => -n) } });
    return () => s.lanes(16, () => s.call('state_history', { handle, diff: true, from_revision: 1 }));
  },

  'merges of large documents': async s => {
    const data = Object.fromEntries(range(20_000).map(n => [`k${n}`, n]));
    const handle = await s.open({ data });
    const from = await s.open({ fork_of: handle });
    const merge = Object.fromEntries(range(20_000).map(n => [`k${n}`, -n]));
    await s.must('state_write', { handle: from, merge });
    const there = { handle, from };
    const back = { handle: from, from: handle };
    return () => s.lanes(8, n => s.call('state_merge', n % 2 === 0 ? there : back));
  },
};

/** The attacks over HTTP by wave and name. */
export const waves = { work, memory, connections };

/** @param name `wave: attack`; over stdio, the work is done */
export function attackNamed(name) {
  const wave = name.slice(0, name.indexOf(': '));
  return (waves[wave] ?? work)[name.slice(wave.length + 2)];
}
