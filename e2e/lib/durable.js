// The stores that claim to survive a crash of the process and the loss of power: one line each.
import { mkdirSync } from 'node:fs';

/** Addresses by kind of store; {folder} stands for a folder of its own. */
const TEMPLATES = [
  'sqlite:{folder}/state.db',
  'file:{folder}/state', // a folder of its own, not the root of a disk
];

/** The address of a new store in a folder, which is created. */
export function addressIn(template, folder) {
  mkdirSync(folder, { recursive: true });
  return template.replaceAll('{folder}', folder);
}

/** A name for a template that can be part of a path. */
export function kind(template) {
  return template.split(':')[0];
}

/**
 * `[--store TEMPLATE]... [ROUNDS [SEED]]`, `named` being those that were given; a template is an address in which
 * {folder} stands for a folder.
 */
export function options(defaultRounds) {
  const templates = [];
  const numbers = [];
  const args = process.argv.slice(2);
  while (args.length > 0) {
    const arg = args.shift();
    if (arg === '--store') {
      templates.push(args.shift());
    } else {
      numbers.push(Number(arg));
    }
  }
  const [rounds = defaultRounds, seed = Date.now() % 1_000_000_000] = numbers;
  return { templates: templates.length > 0 ? templates : TEMPLATES, named: templates, rounds, seed };
}
