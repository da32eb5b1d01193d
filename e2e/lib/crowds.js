// What one can do to a server without a key of it: the stranger here has none.
const SMALL = '{"jsonrpc":"2.0","id":1,"method":"tools/list"}';

/** Bodies in chunks that are none. */
const CHUNKS = [
  'zz\r\n',
  '-1\r\n',
  'ffffffffffffffff\r\n',
  '5\r\nabc',
  '1;'.padEnd(20_000, 'x'),
  '5\r\n12345XX',
  '\r\n\r\n',
];

const chunked = s =>
  s.head({ ...s.commonHeaders(), 'Transfer-Encoding': 'chunked' }, 0).replace('Content-Length: 0\r\n', '');

const trickle = socket => socket.writable && socket.write(' ');

export const connections = {
  '1,100 connections that say nothing': async s => () => s.crowd(1_100),

  '1,100 heads that are half spoken': async s => {
    const halves = ['POST /mc', `POST /mcp HTTP/1.1\r\nHost: ${s.url.host}\r\nX-Long: `];
    return () => s.crowd(1_100, n => halves[n % 2], { action: trickle });
  },

  'chunks that are none': async s => () =>
    s.lanes(32, async n => {
      const head = chunked(s);
      await spoken(s, head + CHUNKS[n % CHUNKS.length]);
    }),

  'requests without a key, one after the other': async s => () =>
    s.lanes(32, () => s.postAndCount(SMALL, s.commonHeaders())),

  'connections that come and go': async s => () => s.lanes(64, () => spoken(s, '')),

  '400 bodies without a key, half sent': async s => {
    const head = s.head(s.commonHeaders(), 4 << 20);
    return () => s.crowd(400, head + ' '.repeat(32 << 10), { action: trickle });
  },
};

/** Sends bytes on a connection of their own and waits a moment for what comes; counts the status. */
function spoken(s, bytes) {
  return new Promise(resolve => {
    const socket = s.socket(bytes, part => {
      s.count(/^HTTP\/1.1 (\d+)/.exec(part)?.[0] ?? 'something else');
      socket.destroy();
    });
    const timer = setTimeout(() => socket.destroy(), bytes ? 500 : 5);
    socket.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
