// A separate disk, ext4 in a file, whose power can be cut: the kernel drops what was not synced.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { atEnd } from './check.js';
import { scratch } from './product.js';

const SIZE = '256M';
const LABEL = 'holdfast-e2e';

/** Why there can be no such disk here; undefined if there can. */
export function whyNoDisk() {
  if (process.platform !== 'linux') {
    return 'it needs Linux';
  }
  if (process.getuid() !== 0) {
    return 'it needs root, to mount a file system';
  }
  for (const program of ['mkfs.ext4', 'xfs_io', 'mount']) {
    if (spawnSync(program, ['-V']).error) {
      return `it needs ${program}`;
    }
  }
  const disk = new Disk('probe');
  try {
    disk.mount();
    disk.unmount();
    return undefined;
  } catch (error) {
    return `no file system can be mounted from a file: ${String(error.stderr ?? error).trim()}`;
  }
}

export class Disk {
  mounted = false;

  constructor(name) {
    this.image = join(scratch, `${name}.img`);
    this.folder = join(scratch, name);
    mkdirSync(this.folder, { recursive: true });
    run('truncate', '-s', SIZE, this.image);
    run('mkfs.ext4', '-q', '-F', '-L', LABEL, this.image);
    // Lazily: a process that still uses it must not block the others.
    atEnd(() => this.mounted && run('umount', '--lazy', this.folder));
  }

  /** Mounts it; unmounting also removes the loop device. */
  mount() {
    run('mount', '-o', 'loop', this.image, this.folder);
    this.mounted = true;
  }

  /**
   * Prepares a cut and returns a function that makes it: from then on nothing reaches the disk, not even what the file
   * system had recorded but not yet written. The function returns the time just before, as of `performance.now()`. The
   * program that cuts is already running, so this time differs from that of the cut only by the delivery of one word.
   */
  async arm() {
    const cutter = spawn('xfs_io', ['-x', this.folder], { stdio: ['pipe', 'ignore', 'pipe'] });
    const complaints = [];
    cutter.stderr.on('data', text => complaints.push(text));
    await once(cutter, 'spawn');
    return async () => {
      const moment = performance.now();
      cutter.stdin.end('shutdown\n');
      await once(cutter, 'close');
      if (cutter.exitCode !== 0 || complaints.length > 0) {
        throw new Error(`the power could not be cut: ${complaints.join('')}`);
      }
      return moment;
    };
  }

  /** Its users must have ended: a file system still in use is not mounted anew, but stays shut down. */
  unmount() {
    run('umount', this.folder);
    this.mounted = false;
  }
}

function run(program, ...args) {
  execFileSync(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
}
