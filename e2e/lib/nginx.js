// nginx in front of a server, with nothing set but where it listens and what it passes on to.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { atEnd } from './check.js';
import { freePort, scratch } from './product.js';

/** Whether nginx is installed. */
export function hasNginx() {
  return spawnSync('nginx', ['-v'], { stdio: 'ignore' }).status === 0;
}

/** Starts one before the server on that port, with `settings` of the location; returns its address. */
export async function nginx(upstream, settings = '') {
  const port = await freePort();
  const folder = join(scratch, `nginx-${port}`);
  const log = join(folder, 'log');
  mkdirSync(folder);
  const kept = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  writeFileSync(
    join(folder, 'conf'),
    `daemon off; master_process off; pid ${join(folder, 'pid')}; error_log ${log};
    events {}
    http {
      access_log off;
      ${kept.map(name => `${name}_temp_path ${join(folder, name)};`).join('\n      ')}
      server {
        listen 127.0.0.1:${port};
        location / { ${settings} proxy_pass http://127.0.0.1:${upstream}; }
      }
    }`,
  );
  const child = spawn('nginx', ['-e', log, '-p', folder, '-c', join(folder, 'conf')], { stdio: 'ignore' });
  atEnd(() => child.exitCode === null && child.kill('SIGKILL'));
  const address = `http://127.0.0.1:${port}`;
  while (child.exitCode === null && !(await answers(address))) {
    await new Promise(resolve => setTimeout(resolve, 20));
  }
  if (child.exitCode !== null) {
    throw new Error(`nginx ended with ${child.exitCode}`);
  }
  return address;
}

function answers(address) {
  return fetch(address).then(
    answer => answer.body.cancel().then(() => true),
    () => false,
  );
}
