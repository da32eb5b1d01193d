// What is left of a host's shim, and what the shared process and its shims take.
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';

import { run } from './product.js';

/** The shared processes, as `holdfast ps` shows them. */
export async function processes() {
  const { code, output, errors } = await run('ps', '--json');
  if (code !== 0) {
    throw new Error(`ps: ${errors}`);
  }
  return JSON.parse(output).processes;
}

/** The ids of a process and all that it started and that still has it as an ancestor. */
export function family(pid) {
  const all = execFileSync('ps', ['-Ao', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n');
  const pairs = all.map(line => line.trim().split(/\s+/).map(Number));
  const found = [pid];
  for (const ancestor of found) {
    found.push(...pairs.filter(([, parent]) => parent === ancestor).map(([child]) => child));
  }
  return found;
}

/** Waits until something holds. */
export async function until(what, condition, milliseconds = 30_000) {
  for (const end = Date.now() + milliseconds; Date.now() < end; await sleep(50)) {
    if (await condition()) {
      return;
    }
  }
  throw new Error(`${what}: not within ${milliseconds / 1000} s`);
}

export const sleep = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds));

/** Kilobytes that processes have resident, and those that no other process has too; NaN where that cannot be seen. */
export function memory(pids) {
  if (process.platform !== 'linux') {
    return { resident: NaN, own: NaN };
  }
  const sum = { resident: 0, own: 0 };
  for (const pid of pids) {
    const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
    const of = name => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(rollup)[1]);
    sum.resident += of('Rss');
    sum.own += of('Private_Clean') + of('Private_Dirty');
  }
  return sum;
}

/** What the descriptors of a process lead to; empty where that cannot be seen. */
export function descriptors(pid) {
  if (process.platform !== 'linux') {
    return [];
  }
  const folder = `/proc/${pid}/fd`;
  return readdirSync(folder).flatMap(name => {
    try {
      return [readlinkSync(`${folder}/${name}`)];
    } catch {
      return [];
    }
  });
}
