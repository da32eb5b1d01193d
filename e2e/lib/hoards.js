// Calls that leave something behind, or keep it while they last.
const range = count => Array.from({ length: count }, (_, index) => index);

const TASKS = {
  'io.modelcontextprotocol/clientCapabilities': { extensions: { 'io.modelcontextprotocol/tasks': {} } },
};
const LEGACY = '2025-11-25';
const MEBIBYTE = 1 << 20;

export const memory = {
  '10,000 different conditions': async s => {
    const handle = await s.open({ data: { a: 1 } });
    const until = n => range(170).map(term => `self.a != ${n * 1000 + term}`).join(' && ') + ' && self.a == 0';
    return () =>
      s.lanes(32, n =>
        n > 10_000 ? s.pause(10) : s.call('state_wait', { handle, until: until(n), timeout_seconds: 0.1 }),
      );
  },

  'schemas with ever other patterns': async s => {
    const pattern = n => `^(${range(40).map(i => `[a-z${i}]{1,20}x${n}`).join('|')})*$`;
    return () =>
      s.lanes(16, n =>
        s.call('state_open', { name: `pattern-${n % 16}`, schema: { properties: { x: { pattern: pattern(n) } } } }),
      );
  },

  'state_list with 1 to 300 labels': async s => {
    const labels = n => Object.fromEntries(range(1 + (n % 300)).map(i => [`label-${i}`, 'x']));
    return () => s.lanes(16, n => s.call('state_list', { labels: labels(n) }));
  },

  '1,100 tasks': async s => {
    const handle = await s.open();
    const wait = () => s.call('state_wait', { handle, timeout_seconds: 3600 }, TASKS);
    return () => s.lanes(16, n => (n > 2_200 ? s.pause(10) : wait()));
  },

  '600 waits at once': async s => {
    const handle = await s.open();
    s.agent.maxSockets = 600;
    const begun = performance.now();
    const left = () => Math.max(0.1, (s.until - begun) / 1000);
    return () => s.lanes(600, () => s.call('state_wait', { handle, timeout_seconds: left() }));
  },

  'sessions that declare 15 KB each': async s => {
    const capabilities = { extensions: { 'example/pad': { text: 'y'.repeat(15_000) } } };
    const params = { protocolVersion: LEGACY, capabilities, clientInfo: { name: 'stranger', version: '1' } };
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params });
    const begin = () => s.postAndCount(body, s.commonHeaders());
    return () => s.lanes(16, begin);
  },

  '200 listens with 1,000 addresses': async s => {
    const handle = await s.open();
    const resourceSubscriptions = range(1_000).map(n => `state://${handle}/keys/k${n}`);
    const listen = s.bytes(s.message('subscriptions/listen', { notifications: { resourceSubscriptions } }));
    const change = n => s.call('state_write', { handle, set: { k1: n } });
    return () => Promise.all([s.crowd(200, listen), s.lanes(2, change)]);
  },

  'answers of 7 MB that are not read': async s => {
    const handle = await s.open();
    for (const n of range(4)) {
      await s.must('state_write', { handle, set: { [`big-${n}`]: 'x'.repeat(MEBIBYTE - 100_000) } });
    }
    const read = s.bytes(s.message('tools/call', { name: 'state_read', arguments: { handle } }));
    return () => s.crowd(150, read, { read: null });
  },

  'bodies of 4 MB that trickle': async s => {
    const head = s.head(s.headers(s.message('tools/call', { name: 'state_write' })), 4 * MEBIBYTE);
    return () => s.crowd(300, head + ' '.repeat(64 << 10), { action: socket => socket.writable && socket.write(' ') });
  },

  'calls that are left at once': async s => {
    const a = range(95);
    await Promise.all(range(100).map(() => s.open({ data: { a } })));
    const handle = await s.open({ data: { set: range(20_000) } });
    const calls = [
      n => ['state_list', { where: `self.a.all(x, self.a.all(y, x + y + ${n} >= 0))` }],
      n => ['state_write', { handle, add_to_set: { set: range(20_000).map(i => i + (n % 3) * 5_000) } }],
      () => ['state_wait', { handle, until: 'self.set.all(x, x < 0)' }],
    ];
    const leave = n => {
      const [name, args] = calls[n % calls.length](n);
      const message = s.message('tools/call', { name, arguments: args });
      return s.postAndCount(JSON.stringify(message), s.headers(message), { leaveAfter: 30 });
    };
    return () => s.lanes(32, leave);
  },
};
