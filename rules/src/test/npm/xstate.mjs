// Runs machines through XState. Each line of the input is {"machine", "steps"}; each line of the output is an array of
// what the machine is after its start and after each step. An expression of a machine means the same in JavaScript.
//
// XState is run as it is, or (`scxml`) with the order of SCXML where the two differ and we follow SCXML: that is
// PATCHES, each of which must still fit the text of XState.
import { cpSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const PATCHES = [
  // Of transitions without an event, those of the state that stands first come first, not those of the state that was
  // entered first.
  [
    'const atomicStates = nextState._nodes.filter(isAtomicStateNode);',
    'const atomicStates = nextState._nodes.filter(isAtomicStateNode).sort((a, b) => a.order - b.order);',
  ],
  // The actions of `initial` are done whenever a state is entered with its initial one, also as a region that nothing
  // names, or within what a history state brings back.
  [
    'const [initialState] = stateNode.initial.target;',
    'statesForDefaultEntry.add(stateNode); const [initialState] = stateNode.initial.target;',
  ],
  // What stays active around a transition is the same when states are left and when they are entered, also if a history
  // state is the target that only begins to remember between the two. XState leaves a state there without entering it.
  [
    'const filteredTransitions = removeConflictingTransitions(transitions, mutStateNodeSet, historyValue);',
    `const filteredTransitions = removeConflictingTransitions(transitions, mutStateNodeSet, historyValue);
    filteredTransitions.forEach(t => domains.set(t, getTransitionDomain(t, historyValue)));`,
  ],
  [
    `  for (const t of transitions) {
    const domain = getTransitionDomain(t, historyValue);
    for (const s of t.target || []) {`,
    `  for (const t of transitions) {
    const domain = domains.get(t);
    for (const s of t.target || []) {`,
  ],
  // A state is left if a history state stands for it. XState enters it without leaving it, even beside another state
  // that another transition enters in its place.
  [
    'targetStates.every(target => target === transition.source || isDescendant(target, transition.source))',
    `targetStates.every(target => isDescendant(target, transition.source) ||
      target === transition.source && !transition.target.some(isHistoryNode))`,
  ],
  // A region that is itself a final state is so once it is entered. XState takes it for final before, and computes the
  // output around it too early.
  ["return stateNode.type === 'final';", "return stateNode.type === 'final' && stateNodeSet.has(stateNode);"],
  ['function computeEntrySet(', 'const domains = new Map();\nfunction computeEntrySet('],
];

// Far fewer than ours, since XState takes long for many. A machine that exceeds them is run no further.
const MOST_ROUNDS = 60;

const [modules, order] = process.argv.slice(2);
const xstate = createRequire(import.meta.url)(order === 'scxml' ? patched() : join(modules, 'xstate'));

function patched() {
  const copy = join(modules, 'xstate-scxml');
  cpSync(join(modules, 'xstate'), copy, { recursive: true });
  const folder = join(copy, 'dist');
  for (const name of readdirSync(folder).filter(name => /^raise-[0-9a-f]+\.cjs\.js$/.test(name))) {
    const file = join(folder, name);
    const text = PATCHES.reduce((text, [from, to]) => {
      if (text.split(from).length !== 2) {
        throw new Error(`XState has changed: ${from}`);
      }
      return text.replace(from, to);
    }, readFileSync(file, 'utf8'));
    writeFileSync(file, text);
  }
  return copy;
}

const expression = source => {
  const compiled = new Function('context', 'event', `return (${source});`);
  return ({ context, event }) => compiled(context, event);
};
const value = json => (typeof json === 'string' ? expression(json) : () => json);
const members = object => {
  const values = Object.entries(object).map(([name, json]) => [name, value(json)]);
  return scope => Object.fromEntries(values.map(([name, of]) => [name, of(scope)]));
};
const listed = json => (json === undefined ? [] : Array.isArray(json) ? json : [json]);

function action(json) {
  if (json.assign) {
    return xstate.assign(Object.fromEntries(Object.entries(json.assign).map(([key, of]) => [key, value(of)])));
  }
  const { type, ...data } = typeof json.raise === 'string' ? { type: json.raise } : json.raise;
  const of = members(data);
  return xstate.raise(scope => ({ type, ...of(scope) }));
}

function transition(json) {
  return typeof json === 'string'
    ? { target: json }
    : {
        ...json,
        ...(json.guard && { guard: expression(json.guard) }),
        actions: listed(json.actions).map(action),
      };
}

const transitions = json => listed(json).map(transition);
const each = (object, map) => Object.fromEntries(Object.entries(object).map(([name, json]) => [name, map(json)]));

function state({ order, unhandled, delays, ...json }) {
  const names = json.states && (order ?? Object.keys(json.states));
  const states = names && Object.fromEntries(names.map(name => [name, json.states[name]]));
  return {
    ...json,
    ...(states && { states: each(states, state) }),
    ...(json.on && { on: each(json.on, transitions) }),
    ...(json.after && { after: each(json.after, transitions) }),
    ...(json.always && { always: transitions(json.always) }),
    ...(json.onDone && { onDone: transitions(json.onDone) }),
    ...(json.initial?.actions && { initial: { ...json.initial, actions: listed(json.initial.actions).map(action) } }),
    ...(json.output && { output: members(json.output) }),
    entry: listed(json.entry).map(action),
    exit: listed(json.exit).map(action),
  };
}

class Simulation {
  constructor(json, alphabet) {
    this.machine = xstate
      .createMachine({ ...state(json), options: { maxIterations: MOST_ROUNDS } })
      .provide({ delays: each(json.delays ?? {}, value) });
    this.alphabet = alphabet;
    this.timers = [];
    this.now = 0;
    const self = xstate.createActor(this.machine);
    this.actions = [];
    // What XState's own pure functions use, made once instead of for each event.
    this.scope = {
      self,
      system: self.system,
      defer: () => {},
      logger: () => {},
      emit: () => {},
      stopChild: () => {},
      actionExecutor: action => this.actions.push(action),
    };
    this.step(() => this.machine.getInitialSnapshot(this.scope));
    if (this.snapshot.status === 'error') {
      this.failed = true;
    }
  }

  step(run) {
    this.actions = [];
    this.snapshot = run();
    for (const { type, params } of this.actions) {
      if (type === 'xstate.cancel') {
        this.timers = this.timers.filter(timer => timer.id !== params.sendId);
      } else if (type === 'xstate.raise' && typeof params.delay === 'number') {
        this.timers.push({ id: params.id, event: params.event, due: this.now + params.delay });
      }
    }
    this.timers.sort((a, b) => a.due - b.due);
  }

  /** An event that nothing takes is refused by us. XState looks for transitions without an event even so. */
  offer(event) {
    if (this.snapshot.can(event)) {
      this.send(event);
    }
  }

  /** An actor that is done takes no events. */
  send(event) {
    if (this.snapshot.status !== 'active') {
      return;
    }
    try {
      this.step(() => this.machine.transition(this.snapshot, event, this.scope));
    } catch (error) {
      if (!/Infinite loop/.test(error.message)) {
        throw error;
      }
      this.failed = true;
    }
  }

  wait(millis) {
    const end = this.now + millis;
    while (!this.failed && this.timers.length && this.timers[0].due <= end) {
      const timer = this.timers.shift();
      this.now = timer.due;
      this.send(timer.event);
    }
    this.now = end;
  }

  path(id) {
    return this.machine.idMap.get(id).path.join('.');
  }

  told() {
    const { snapshot } = this;
    const leaves = snapshot._nodes.filter(node => node.type === 'atomic' || node.type === 'final');
    const history = Object.entries(snapshot.historyValue ?? {}).map(([id, nodes]) => [
      this.path(id),
      nodes.map(node => node.path.join('.')).sort(),
    ]);
    return {
      active: leaves.sort((a, b) => a.order - b.order).map(node => node.path.join('.')),
      context: snapshot.context,
      done: snapshot.status === 'done',
      output: snapshot.output ?? null,
      history: Object.fromEntries(history),
      delayed: this.timers.map(({ event, due }) => [event.type, due]),
      can: (snapshot.status === 'done' ? [] : this.alphabet)
        .filter(event => snapshot.can(event))
        .map(({ type, n }) => `${type} ${n}`),
    };
  }
}

function run({ machine, steps, alphabet }) {
  const simulation = new Simulation(machine, alphabet);
  const trace = [];
  for (const { send, wait } of [{ wait: 0 }, ...steps]) {
    if (!simulation.failed) {
      send ? simulation.offer(send) : simulation.wait(wait);
    }
    if (simulation.failed) {
      trace.push({ failed: true });
      break;
    }
    trace.push(simulation.told());
  }
  return trace;
}

for (const line of readFileSync(0, 'utf8').split('\n').filter(line => line)) {
  process.stdout.write(`${JSON.stringify(run(JSON.parse(line)))}\n`);
}
