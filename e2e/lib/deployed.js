// What `deploy/` describes, started as it is but for ports, names and certificates: instances on one store, and nginx
// before them.
import { execFileSync, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { atEnd } from './check.js';
import { e2e, freePort, scratch, serve } from './product.js';
import { Http } from './rpc.js';

export const deploy = join(dirname(e2e), 'deploy');
const NAME = 'holdfast.example.com';

/** The instances, in the order of the ports of the configuration, behind nginx. */
export class Deployed {
  key = randomBytes(32).toString('hex');

  static async start(store, folder) {
    const deployed = new Deployed();
    deployed.store = store;
    deployed.folder = join(scratch, folder);
    mkdirSync(deployed.folder, { recursive: true });
    deployed.prepareFiles();
    deployed.instances = await Promise.all([0, 1, 2].map(() => deployed.instance()));
    await deployed.front();
    return deployed;
  }

  prepareFiles() {
    const hash = createHash('sha256').update(this.key).digest('hex');
    this.file('api-keys', `alice state:read,state:write ${hash}\n`);
    this.file('state-key', `${randomBytes(32).toString('base64url')}\n`);
    const [crt, key] = [this.path('tls.crt'), this.path('tls.key')];
    const subject = ['-subj', `/CN=${NAME}`, '-addext', `subjectAltName=DNS:${NAME}`];
    const args = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', key, '-out', crt];
    execFileSync('openssl', [...args, ...subject], { stdio: 'ignore' });
    this.tls = { ca: readFileSync(crt), servername: NAME };
  }

  path(name) {
    return join(this.folder, name);
  }

  file(name, text) {
    writeFileSync(this.path(name), text, { mode: 0o600 });
  }

  /** An instance with what the unit gives it. */
  instance(port) {
    const env = {
      HOLDFAST_API_KEYS: this.path('api-keys'),
      HOLDFAST_STATE_KEY: this.path('state-key'),
      HOLDFAST_ALLOW_HOST: NAME,
    };
    return serve(this.store, { env, port });
  }

  /** Starts an instance again, on the port that nginx knows. */
  async restart(index) {
    this.instances[index] = await this.instance(this.instances[index].port);
  }

  async front() {
    this.port = await freePort();
    let site = readFileSync(join(deploy, 'nginx', 'holdfast.conf'), 'utf8')
      .replace('listen 443 ssl', `listen 127.0.0.1:${this.port} ssl`)
      .replaceAll('/etc/holdfast', this.folder);
    for (const [n, { port }] of this.instances.entries()) {
      site = site.replace(`127.0.0.1:742${n + 1}`, `127.0.0.1:${port}`);
    }
    this.file('site.conf', site);
    const folders = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      name => `${name}_temp_path ${this.path(name)};`,
    );
    const log = this.path('nginx.log');
    this.file(
      'nginx.conf',
      `daemon off; pid ${this.path('nginx.pid')}; error_log ${log}; worker_processes 2;
      events {}
      http { access_log off; ${folders.join(' ')} include ${this.path('site.conf')}; }`,
    );
    const child = spawn('nginx', ['-e', log, '-p', this.folder, '-c', this.path('nginx.conf')], { stdio: 'ignore' });
    this.nginx = child;
    atEnd(() => child.exitCode === null && child.kill('SIGTERM'));
    while (!(await this.answers('/health'))) {
      if (child.exitCode !== null) {
        throw new Error(`nginx ended: ${readFileSync(log, 'utf8')}`);
      }
      await new Promise(resolve => setTimeout(resolve, 20));
    }
  }

  answers(path) {
    return this.get(path).then(
      ({ status }) => status === 200,
      () => false,
    );
  }

  async get(path, headers = { Host: NAME }) {
    const client = this.client(1);
    try {
      return await client.get(path, headers);
    } finally {
      client.close();
    }
  }

  /** A client with the key, over TLS; each of its connections is kept open. */
  client(connections) {
    const headers = { Host: NAME, Authorization: `Bearer ${this.key}` };
    return new Http(`https://127.0.0.1:${this.port}/mcp`, { connections, headers, tls: this.tls });
  }

  async stop() {
    this.nginx.kill('SIGQUIT');
    await Promise.all(this.instances.map(instance => instance.stop()));
  }
}
