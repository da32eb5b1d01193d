// API keys of a server.
import { createHash, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { scratch } from './product.js';

/** A key for the steady caller, and one for each attack, so that none is weak because another used up its share. */
export class Keys {
  keys = new Map();

  write(attacks) {
    const file = join(scratch, `keys-${randomBytes(4).toString('hex')}`);
    const subjects = ['steady', ...attacks.map((_, n) => `stranger-${n}`)];
    const lines = subjects.map((subject, n) => {
      const key = randomBytes(32).toString('hex');
      this.keys.set(n === 0 ? subject : attacks[n - 1], key);
      return `${subject} state:read,state:write ${createHash('sha256').update(key).digest('hex')}\n`;
    });
    writeFileSync(file, lines.join(''), { mode: 0o600 });
    return file;
  }

  of(name) {
    return this.keys.get(name);
  }

  headers(name) {
    return { Authorization: `Bearer ${this.of(name)}` };
  }
}
