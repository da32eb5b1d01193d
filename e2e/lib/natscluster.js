// A NATS cluster of three nodes with the configuration of `deploy/nats`, as it stands there. Where that may be done
// each node is a machine of its own for the network: it can be cut off without either side being told.
import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';

import { atEnd } from './check.js';
import { Database, natsProgram } from './database.js';
import { deploy } from './deployed.js';
import { scratch } from './product.js';

const NODES = 3;
const CLIENTS = 4222;
const MONITOR = 8222;
/** Fewer than by default: three nodes share one small machine here. */
const SHARDS = 8;
const PATIENCE_MS = 90_000;

export class NatsCluster {
  password = `p${randomBytes(12).toString('hex')}`;
  id = process.pid % 250;

  static async start() {
    const cluster = new NatsCluster();
    cluster.folder = join(scratch, 'nats-cluster');
    cluster.separate = cluster.network();
    const hosts = Array.from({ length: NODES }, (_, n) => cluster.host(n));
    cluster.nodes = hosts.map((host, n) => cluster.node(host, n, hosts));
    await Promise.all(cluster.nodes.map(node => node.start()));
    await cluster.whole();
    const monitors = hosts.map(host => `monitor=http://${host}:${MONITOR}`).join('&');
    const servers = hosts.map(host => `${host}:${CLIENTS}`).join(',');
    const options = `durability=quorum&shards=${SHARDS}&${monitors}`;
    cluster.address = `nats://holdfast:${cluster.password}@${servers}/states?${options}`;
    return cluster;
  }

  host(n) {
    return this.separate ? `10.213.${this.id}.${n + 1}` : `127.213.${this.id}.${n + 1}`;
  }

  /** A network of name spaces behind a bridge; false where none can be made. */
  network() {
    this.bridge = `hfb${this.id}`;
    const spaces = Array.from({ length: NODES }, (_, n) => this.space(n));
    const ip = (...args) => execFileSync('ip', args, { stdio: 'ignore' });
    atEnd(() => {
      spaces.forEach(space => spawnSync('ip', ['netns', 'del', space], { stdio: 'ignore' }));
      spawnSync('ip', ['link', 'del', this.bridge], { stdio: 'ignore' });
    });
    try {
      ip('link', 'add', this.bridge, 'type', 'bridge');
      ip('addr', 'add', `10.213.${this.id}.254/24`, 'dev', this.bridge);
      ip('link', 'set', this.bridge, 'up');
      for (const [n, space] of spaces.entries()) {
        ip('netns', 'add', space);
        ip('link', 'add', this.wire(n), 'type', 'veth', 'peer', 'name', 'eth0', 'netns', space);
        ip('link', 'set', this.wire(n), 'master', this.bridge, 'up');
        ip('-n', space, 'addr', 'add', `10.213.${this.id}.${n + 1}/24`, 'dev', 'eth0');
        ip('-n', space, 'link', 'set', 'eth0', 'up');
        ip('-n', space, 'link', 'set', 'lo', 'up');
      }
      return true;
    } catch {
      return false;
    }
  }

  space(n) {
    return `hfn${this.id}-${n}`;
  }

  wire(n) {
    return `hfv${this.id}-${n}`;
  }

  node(host, n, hosts) {
    const data = join(this.folder, `n${n}`);
    mkdirSync(data, { recursive: true });
    chmodSync(data, 0o700);
    const routes = hosts.filter(other => other !== host).map(other => `nats://${other}:6222`);
    const env = {
      ...process.env,
      NATS_NAME: `n${n}`,
      NATS_HOST: host,
      NATS_ROUTES: `[${routes.join(', ')}]`,
      NATS_DATA: data,
      NATS_PASSWORD: this.password,
    };
    const program = [natsProgram(), '-c', join(deploy, 'nats', 'nats.conf')];
    const command = this.separate ? ['ip', 'netns', 'exec', this.space(n), ...program] : program;
    return new Database(CLIENTS, () => Database.spawn(command, { env, stdio: 'ignore' }), () => healthy(host));
  }

  /** Cuts a node off from everything else, or connects it again. */
  cut(n, off) {
    execFileSync('ip', ['link', 'set', this.wire(n), off ? 'down' : 'up']);
  }

  /**
   * Waits until every node has all that was written. Another one may be lost only then: before, it may be one of the
   * majority of a stream.
   */
  async whole() {
    const until = Date.now() + PATIENCE_MS;
    const unwell = async () => {
      const answers = await Promise.all(this.nodes.map((_, n) => json(this.host(n), '/healthz').catch(String)));
      return answers.filter(({ status }) => status !== 'ok');
    };
    for (let left = await unwell(); left.length > 0; left = await unwell()) {
      if (Date.now() > until) {
        throw new Error(`the nodes do not become whole: ${JSON.stringify(left)}`);
      }
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  }

  async stop() {
    await Promise.all(this.nodes.map(node => node.stop()));
  }
}

/** Whether a node runs, whatever its streams lack. */
function healthy(host) {
  return json(host, '/healthz?js-server-only=true').then(
    ({ status }) => status === 'ok',
    () => false,
  );
}

function json(host, path) {
  return new Promise((resolve, reject) => {
    const request = get({ host, port: MONITOR, path, timeout: 1_000 }, async response => {
      const parts = [];
      for await (const part of response) {
        parts.push(part);
      }
      resolve(JSON.parse(Buffer.concat(parts)));
    });
    request.on('timeout', () => request.destroy(new Error(`${host} does not answer`)));
    request.on('error', reject);
  });
}
