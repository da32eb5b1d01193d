// Questions that wait for a person. Where changes are allowed they are answered here, by the form of the server.
import { button, el, fill, notice, settled } from './dom.js';
import { address } from './route.js';
import { number, plain, shortened, stored, time } from './shown.js';

/** The view of what waits. */
export function approvals(app) {
  const body = el('div');
  const load = async () => {
    try {
      const { questions, cursor } = await app.mcp.call('open_questions', {});
      const cards = questions.map(each => card(app, each, load));
      fill(body, cards.length === 0 ? notice('', 'Nothing waits for you.') : cards);
      if (cursor) {
        body.append(notice('', `The first ${number(questions.length)} are shown; answer some to see more.`));
      }
    } catch (error) {
      fill(body, app.failed(error));
    }
  };
  const soon = settled(100, load);
  const changed = ({ detail }) => /^(asked|answered|lapsed|advanced|closed)$/.test(detail.type) && soon();
  app.live.addEventListener('event', changed);
  app.live.addEventListener('caughtup', soon);
  load();
  return {
    node: el('section', { class: 'approvals' }, el('div', { class: 'head' }, el('h1', {}, 'Approvals')), body),
    update: () => true,
    close: () => {
      app.live.removeEventListener('event', changed);
      app.live.removeEventListener('caughtup', soon);
    },
  };
}

function card(app, { handle, name, question, asked }, again) {
  const told = el('div');
  const note = el('input', { maxlength: 500, placeholder: 'A note, if you like', 'aria-label': 'Note' });
  const choose = choice => async () => {
    try {
      const ask = form => filled(form, choice, note.value);
      await app.mcp.call('state_answer', { handle, question, choice }, { ask });
      await again();
    } catch (error) {
      fill(told, error.facts?.code === 'conflict' ? notice('bad', 'It has been answered already.') : app.failed(error));
    }
  };
  const choices = asked.choices.map(choice => button(plain(choice), choose(choice)));
  return el(
    'article',
    { class: 'question' },
    el('p', { class: 'asked' }, stored(asked.text)),
    el(
      'p',
      { class: 'quiet' },
      'in ',
      el('a', { href: address('states', handle) }, name ? shortened(name, 60) : handle),
      ', asked by ',
      shortened(asked.by, 60),
      asked.until ? [', until ', time(asked.until)] : null,
      asked.default ? [', then ', shortened(asked.default, 40)] : null,
    ),
    app.editable
      ? el('div', { class: 'row' }, note, ...choices)
      : el('p', { class: 'quiet' }, 'Choices: ', stored(asked.choices.join(', ')), '. --edit lets you answer here.'),
    told,
  );
}

/** The server's form, filled with what the person pressed: it shows the same choices. */
function filled({ requestedSchema }, choice, note) {
  const known = Object.keys(requestedSchema.properties);
  const [field] = known.filter(name => requestedSchema.properties[name].enum?.includes(choice));
  const [other] = known.filter(name => name !== field);
  return field
    ? { action: 'accept', content: { [field]: choice, ...(note && other ? { [other]: note } : {}) } }
    : { action: 'cancel' };
}
