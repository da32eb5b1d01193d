// The settings of a state: what it is found by, how long it lives, and what its document must satisfy.
import { choice, field, jsonField, sure } from './dialog.js';
import { parse } from './mcp.js';
import { notice } from './dom.js';

/** Shows them, and sends those that the person changed. */
export async function settings(changes, seen) {
  const { facts } = seen();
  if (!facts) {
    changes.say(notice('', 'The settings are not read yet.'));
    return;
  }
  const labels = json('labels', 'Labels', facts.labels);
  const lifetime = choice('set-lifetime', 'Lifetime', ['persistent', 'session'], facts.lifetime);
  const seconds = { type: 'number', min: 1, value: facts.idle_ttl };
  const idle = field('set-idle', 'Seconds that a session lives unused', seconds);
  const keep = json('keep', 'History kept: {"revisions": N, "age": seconds}; {} keeps all', facts.keep);
  const schema = json('schema', 'JSON Schema of the document; true for none', facts.schema ?? true);
  const rules = json('rules', 'Rules: [{"expr": CEL over self, "message": text}]', facts.rules);
  if (!(await sure('Settings of this state', 'Change', [labels, lifetime, idle, keep, schema, rules]))) {
    return;
  }
  const changed = {
    ...read({ labels, keep, schema, rules }),
    ...(lifetime.input.value === facts.lifetime ? {} : { lifetime: lifetime.input.value }),
    ...(Number(idle.input.value) === facts.idle_ttl ? {} : { idle_ttl: Number(idle.input.value) }),
  };
  const names = Object.keys(changed);
  if (names.length === 0) {
    changes.say(notice('', 'Nothing was changed.'));
    return;
  }
  await changes.make('state_open', { handle: facts.handle, ...changed }, () => `Changed: ${names.join(', ')}.`);
}

function json(name, label, value) {
  const text = JSON.stringify(value, null, 1);
  const rows = Math.min(8, text.split('\n').length + 1);
  const made = jsonField(`set-${name}`, label, parse, { rows, required: true });
  made.input.value = text;
  return { ...made, text };
}

function read(fields) {
  const changed = Object.entries(fields).filter(([, { input, text }]) => input.value !== text);
  return Object.fromEntries(changed.map(([name, { input }]) => [name, parse(input.value)]));
}
