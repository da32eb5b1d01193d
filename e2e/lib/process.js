// What a process of the product holds.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

import { jdk } from './java.js';

/** What the process holds; NaN where that cannot be seen. */
export function measure({ child: { pid } }) {
  if (process.platform !== 'linux') {
    return { descriptors: NaN, heap: NaN, resident: NaN };
  }
  const resident = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
  return { descriptors: readdirSync(`/proc/${pid}/fd`).length, heap: heapOf(pid), resident: Math.round(resident) };
}

/** Megabytes of heap in use after a collection. */
function heapOf(pid) {
  const jcmd = (...command) => execFileSync(jdk('jcmd'), [String(pid), ...command], { encoding: 'utf8' });
  jcmd('GC.run');
  const used = [...jcmd('GC.heap_info').matchAll(/total \d+K, used (\d+)K/g)];
  return Math.round(used.reduce((sum, [, kilobytes]) => sum + Number(kilobytes), 0) / 1024);
}
