// The command line of the official Inspector, which needs a newer Node than the rest.
import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { e2e, environment, scratch } from './product.js';
import { newerNode } from './suite.js';

const launcher = join(e2e, 'node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js');

/** Runs one method against a server, {url} or {command, args}; returns the JSON it printed. */
export async function inspect(where, method, ...more) {
  const target = where.url ? [where.url, '--transport', 'http'] : [where.command, ...where.args];
  const home = join(scratch, 'inspector');
  mkdirSync(home, { recursive: true });
  const args = [launcher, '--cli', ...(where.url ? target : []), '--method', method, ...more];
  const stdio = where.url ? [] : ['--', ...target];
  const output = await run(newerNode(), [...args, ...stdio], { env: environment({ HOME: home }), cwd: home });
  return JSON.parse(output);
}

function run(command, args, options) {
  return new Promise((resolve, reject) => {
    const child = execFile(command, args, { ...options, maxBuffer: 16 << 20 }, (error, output, errors) => {
      if (error) {
        reject(new Error(`${error.message}\n${output}\n${errors}`));
      } else {
        resolve(output);
      }
    });
    child.stdin.end();
  });
}
