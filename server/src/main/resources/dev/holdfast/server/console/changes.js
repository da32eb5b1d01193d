// Changes that a person makes of one state, and what came of the last one.
import { brief } from './document.js';
import { el, fill, notice } from './dom.js';
import { number, shortened, stored, time } from './shown.js';

const FIRST = 'Another was first, and nothing was changed. Look at the newest revision, and decide again.';

export class Changes {
  node = el('div', { class: 'told' });

  constructor(app, handle) {
    this.app = app;
    this.handle = handle;
  }

  /** Calls a tool about the state, and says what it answered or why it refused; null if it did. */
  async make(tool, args, said, options) {
    try {
      const answer = await this.app.mcp.call(tool, { handle: this.handle, ...args }, options);
      this.say(notice('good', said(answer)));
      return answer;
    } catch (error) {
      this.say(refused(this.app, error));
      return null;
    }
  }

  say(...nodes) {
    fill(this.node, ...nodes);
  }
}

/** What a change of the document says. */
export function done({ revision, changed }) {
  const keys = changed.length === 1 ? '1 key' : `${changed.length || 'no'} keys`;
  return `Revision ${number(revision)}: ${keys} changed.`;
}

/** Why something was refused, as one who looks at the page would say it. */
export function refused(app, error) {
  const facts = error.facts ?? {};
  if (facts.code === 'conflict' && facts.holder) {
    return notice('bad', 'Held by ', shortened(facts.holder, 80), facts.until ? [', until ', time(facts.until)] : null);
  } else if (facts.code === 'conflict') {
    return notice('bad', FIRST);
  } else if (facts.violations) {
    const lines = facts.violations.map(each => el('li', {}, brief(each, 300)));
    return notice('bad', stored(error.message), el('ul', {}, ...lines));
  }
  return app.failed(error);
}
