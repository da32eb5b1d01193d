// Questions to the person, in a dialog that the Escape key leaves.
import { el } from './dom.js';

/** A field with its label; `kind` is an element's name. */
export function field(id, label, attributes = {}, kind = 'input', ...children) {
  const input = el(kind, { id, spellcheck: 'false', ...attributes }, ...children);
  return { input, nodes: [el('label', { for: id }, label), input] };
}

/** A field in which one of some choices is taken. */
export function choice(id, label, choices, chosen) {
  const options = choices.map(each => el('option', { value: each, selected: each === chosen }, each));
  return field(id, label, {}, 'select', ...options);
}

/** A field of JSON that says when it is none. `read` takes the text apart. */
export function jsonField(id, label, read, attributes = {}) {
  const made = field(id, label, { rows: 6, ...attributes }, 'textarea');
  const { input } = made;
  input.addEventListener('input', () => {
    input.setCustomValidity('');
    try {
      input.value.trim() && read(input.value);
    } catch (error) {
      input.setCustomValidity(`This is no JSON: ${error.message}`);
    }
  });
  return made;
}

/** Asks before something is done; true if the person agrees. */
export function sure(question, label, fields = []) {
  return new Promise(resolve => {
    const end = agreed => {
      dialog.remove();
      resolve(agreed);
    };
    const submit = event => {
      event.preventDefault();
      end(true);
    };
    const dialog = el(
      'dialog',
      { 'aria-label': question, close: () => end(false) },
      el(
        'form',
        { submit },
        el('p', {}, question),
        ...fields.flatMap(each => each.nodes),
        el(
          'div',
          { class: 'row' },
          el('button', { type: 'button', click: () => dialog.close() }, 'Cancel'),
          el('button', { type: 'submit', class: 'first' }, label),
        ),
      ),
    );
    document.body.append(dialog);
    dialog.showModal();
  });
}
