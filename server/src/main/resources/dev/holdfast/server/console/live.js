// What happens in the store, in any process: one stream of events for the page, taken up again where it broke.
import { NotAdmitted } from './mcp.js';

const LONGEST_PAUSE_MS = 15_000;

export class Live extends EventTarget {
  #cursor;
  #pause = 500;

  constructor(mcp, refused) {
    super();
    this.mcp = mcp;
    this.refused = refused;
  }

  /** Listens for as long as the page is open. */
  async run() {
    for (;;) {
      try {
        const params = { name: 'state.event', arguments: {}, ...(this.#cursor ? { cursor: this.#cursor } : {}) };
        await this.mcp.stream('events/stream', params, message => this.#take(message));
      } catch (error) {
        if (error instanceof NotAdmitted) {
          this.refused();
          return;
        }
      }
      this.#tell(false);
      await new Promise(resolve => setTimeout(resolve, this.#pause));
      this.#pause = Math.min(LONGEST_PAUSE_MS, this.#pause * 2);
    }
  }

  #take({ method, params }) {
    if (!method?.startsWith('notifications/events/')) {
      return;
    }
    this.#cursor = params.cursor ?? this.#cursor;
    const kind = method.slice('notifications/events/'.length);
    if (kind === 'active') {
      this.#pause = 500;
      this.#tell(true);
      this.dispatchEvent(new CustomEvent('caughtup'));
    } else if (kind === 'event') {
      this.dispatchEvent(new CustomEvent('event', { detail: { at: params.timestamp, ...params.data } }));
    }
  }

  #tell(connected) {
    this.dispatchEvent(new CustomEvent('connected', { detail: connected }));
  }
}
