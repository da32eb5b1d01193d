// The official conformance suite, which needs a newer Node than the rest.
import { spawn } from 'node:child_process';
import { join } from 'node:path';

import { e2e, environment } from './product.js';

const NEWER_NODE = 22;

/** Runs all of a revision's scenarios, those without a score too; each leaves a folder with its checks in `results`. */
export async function runSuite(url, revision, results) {
  const packages = join(e2e, 'node_modules');
  const suite = join(packages, '@modelcontextprotocol', 'conformance', 'dist', 'index.js');
  const args = [suite, 'server', '--url', url, '--requirements', revision, '--output-dir', results];
  const child = spawn(newerNode(), args, { stdio: ['ignore', 'pipe', 'pipe'], env: environment() });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', text => (output = (output + text).slice(-20_000)));
  }
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  // 1 means that some scenario failed; its checks say more.
  if (code !== 0 && !output.includes('=== SUMMARY ===')) {
    throw new Error(`the suite ended with ${code}: ${output}`);
  }
}

/** A Node of at least version 22: this one, or the one among the packages. */
export function newerNode() {
  return parseInt(process.versions.node, 10) >= NEWER_NODE
    ? process.execPath
    : join(e2e, 'node_modules', 'node', 'bin', 'node');
}
