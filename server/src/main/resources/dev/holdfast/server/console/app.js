// The page: who looks, what there is to see, and which view the address names.
import { approvals } from './approvals.js';
import { el, fill, notice } from './dom.js';
import { states } from './list.js';
import { Live } from './live.js';
import { Mcp, NotAdmitted } from './mcp.js';
import { address, route } from './route.js';
import { begin, forget, signIn, token } from './session.js';
import { keepTimes } from './shown.js';
import { oneState } from './state.js';
import { store } from './store.js';

const VIEWS = { states, approvals, store };
const NAMES = { states: 'States', approvals: 'Approvals', store: 'Store' };

class App {
  #view = null;
  #main = el('main', { id: 'main', tabindex: '-1' });
  #links = {};

  async start() {
    await begin();
    if (!token()) {
      this.#ask(false);
      return;
    }
    this.mcp = new Mcp(token);
    try {
      const { tools } = await this.mcp.request('tools/list', {});
      this.tools = new Set(tools.map(tool => tool.name));
      this.editable = this.tools.has('state_write');
    } catch (error) {
      if (error instanceof NotAdmitted) {
        this.#ask(true);
      } else {
        fill(document.body, el('main', {}, notice('bad', 'The server does not answer. Reload the page to try again.')));
      }
      return;
    }
    this.live = new Live(this.mcp, () => this.#ask(true));
    this.#frame();
    this.live.run();
    addEventListener('hashchange', () => this.#show());
    this.#show();
  }

  #ask(refused) {
    this.#view?.close?.();
    forget();
    fill(document.body, signIn(refused, () => location.reload()));
    document.querySelector('#token')?.focus();
  }

  #frame() {
    const dot = el('span', { class: 'live', role: 'status' }, 'connecting');
    this.live.addEventListener('connected', ({ detail }) => {
      dot.textContent = detail ? 'live' : 'not connected';
      dot.classList.toggle('on', detail);
    });
    const links = Object.keys(VIEWS).map(name => {
      this.#links[name] = el('a', { href: address(name) }, NAMES[name]);
      return el('li', {}, this.#links[name]);
    });
    const icon = el('img', { src: '/console/icon.svg', alt: '' });
    fill(
      document.body,
      el('a', { class: 'skip', href: '#main', click: event => this.#skip(event) }, 'To the content'),
      el(
        'header',
        {},
        el('a', { class: 'brand', href: address('states') }, icon, 'Holdfast'),
        el('nav', { 'aria-label': 'Views' }, el('ul', {}, ...links)),
        el('span', { class: 'mode' }, this.editable ? 'changes allowed' : 'read only'),
        dot,
      ),
      this.#main,
    );
  }

  #skip(event) {
    event.preventDefault();
    this.#main.focus();
  }

  #show() {
    const wanted = route();
    const name = Object.hasOwn(VIEWS, wanted.view) ? wanted.view : 'states';
    const view = name === 'states' && wanted.id ? oneState : VIEWS[name];
    for (const [each, link] of Object.entries(this.#links)) {
      link.setAttribute('aria-current', each === name ? 'page' : 'false');
    }
    if (this.#view?.of === view && this.#view.update?.(wanted)) {
      return;
    }
    this.#view?.close?.();
    document.title = `${NAMES[name]} · Holdfast`;
    this.#view = { ...view(this, wanted), of: view };
    fill(this.#main, this.#view.node);
  }

  /** Shows a failure where something else was to be. */
  failed(error) {
    if (error instanceof NotAdmitted) {
      this.#ask(true);
      return null;
    } else if (error.name === 'AbortError') {
      return null;
    }
    const reasons = { not_found: 'There is no such state for you.', expired: 'This state is closed or has expired.' };
    return notice('bad', reasons[error.facts?.code] ?? error.message);
  }
}

keepTimes();
new App().start();
