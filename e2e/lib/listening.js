// A stream of `subscriptions/listen`.
import http from 'node:http';
import { performance } from 'node:perf_hooks';

/** Counts what it hears of a resource. */
export class Listening {
  heard = 0;
  /** Why it has ended, if it has. */
  over = null;

  /** Listens with the credentials of a connection, on a socket of its own; returns once the server listens. */
  static begin(connection, uri) {
    const listening = new Listening();
    const params = connection.params({ notifications: { resourceSubscriptions: [uri] } });
    const sent = { jsonrpc: '2.0', id: 'listen', method: 'subscriptions/listen', params };
    const headers = { ...connection.headersFor(sent), ...connection.headers };
    return new Promise((resolve, reject) => {
      listening.request = http.request(connection.url, { method: 'POST', headers, agent: false }, response => {
        response.setEncoding('utf8');
        response.on('data', text => listening.take(text, () => resolve(listening)));
        response.on('close', () => (listening.over ??= 'the stream ended'));
        if (response.statusCode !== 200) {
          reject(new Error(`subscriptions/listen: HTTP ${response.statusCode}`));
        }
      });
      listening.request.on('error', error => {
        listening.over ??= String(error);
        reject(error);
      });
      listening.request.end(JSON.stringify(sent));
    });
  }

  take(text, begun) {
    this.heard += text.split('notifications/resources/updated').length - 1;
    if (text.includes('notifications/subscriptions/acknowledged')) {
      begun();
    }
  }

  /** Whether it hears of so many changes within a time. */
  async hears(count, milliseconds) {
    const until = performance.now() + milliseconds;
    while (this.heard < count && !this.over && performance.now() < until) {
      await new Promise(resolve => setTimeout(resolve, 10));
    }
    return this.heard >= count && !this.over;
  }

  end() {
    this.request.destroy();
  }
}
