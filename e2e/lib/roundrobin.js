// Several servers behind one address: each request goes to the next one, so that nothing can depend on the server a
// client used before.
import http from 'node:http';

import { atEnd } from './check.js';
import { serve } from './product.js';

const NOT_TAKEN = ['ECONNREFUSED', 'ECONNRESET'];

/** Servers on one store and the proxy before them. `log` tells which server took which request. */
export class RoundRobin {
  log = [];
  turn = 0;

  static async start(store, count) {
    const group = new RoundRobin();
    group.store = store;
    group.servers = await Promise.all(Array.from({ length: count }, () => serve(store)));
    group.proxy = http.createServer((request, response) => group.take(request, response));
    atEnd(() => group.proxy.closeAllConnections());
    await new Promise(resolve => group.proxy.listen(0, '127.0.0.1', resolve));
    group.url = `http://127.0.0.1:${group.proxy.address().port}/mcp`;
    return group;
  }

  /** Ends a server as an operator does, and starts another in its place. */
  async restart(index) {
    await this.servers[index].stop();
    this.servers[index] = await serve(this.store);
  }

  /** Which servers took messages of this method, in order. */
  takenBy(method) {
    return this.log.filter(entry => entry.method === method).map(entry => entry.server);
  }

  async stop() {
    this.proxy.closeAllConnections();
    this.proxy.close();
    await Promise.all(this.servers.map(server => server.stop()));
  }

  async take(request, response) {
    const parts = [];
    for await (const part of request) {
      parts.push(part);
    }
    const body = Buffer.concat(parts);
    const first = this.turn++;
    this.pass(request, response, body, first, this.servers.length);
  }

  /**
   * Forwards to a server; one that is down is skipped, as nothing reached it. So is one that resets the connection: it
   * stops to listen, and the system resets what it had not accepted yet. What was sent then may be sent twice, which
   * only the checks during a restart do, with writes that may.
   */
  pass(request, response, body, turn, left) {
    const index = turn % this.servers.length;
    const { port } = this.servers[index];
    const { method, url } = request;
    const headers = { ...request.headers, host: `127.0.0.1:${port}`, connection: 'close' };
    const onward = http.request({ host: '127.0.0.1', port, method, path: url, headers }, answer => {
      this.log.push({ server: index, method: methodOf(method, body) });
      response.writeHead(answer.statusCode, answer.headers);
      response.flushHeaders();
      answer.pipe(response);
      answer.on('error', () => response.destroy());
    });
    onward.on('error', error => {
      if (NOT_TAKEN.includes(error.code) && !response.headersSent && left > 1) {
        this.pass(request, response, body, turn + 1, left - 1);
      } else {
        response.destroy();
      }
    });
    response.on('close', () => onward.destroy());
    onward.end(body);
  }
}

/** The method of a message, 'answer' for an answer to the server, the HTTP method where there is no message. */
function methodOf(method, body) {
  if (body.length === 0) {
    return method;
  }
  return JSON.parse(body).method ?? 'answer';
}
