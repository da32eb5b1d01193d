// Elements of the page. Text becomes text nodes only, so nothing that is stored is ever read as markup.

const SVG = 'http://www.w3.org/2000/svg';

/**
 * An HTML element. A function among the attributes listens to the event it is named after; null and false leave an
 * attribute out. Children are nodes, text, lists of both, or null.
 */
export function el(name, attributes = {}, ...children) {
  return build(document.createElement(name), attributes, children);
}

/** The same in SVG. */
export function svg(name, attributes = {}, ...children) {
  return build(document.createElementNS(SVG, name), attributes, children);
}

function build(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') {
      node.addEventListener(name, value);
    } else if (value !== null && value !== undefined && value !== false) {
      node.setAttribute(name, value === true ? '' : String(value));
    }
  }
  node.append(...nodes(children));
  return node;
}

function nodes(children) {
  return children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false);
}

/** Puts other children into an element. */
export function fill(node, ...children) {
  node.replaceChildren(...nodes(children));
  return node;
}

/** A button that cannot be pressed again while what it does is under way. */
export function button(label, action, attributes = {}) {
  const node = el('button', { type: 'button', ...attributes }, label);
  node.addEventListener('click', async () => {
    node.disabled = true;
    try {
      await action(node);
    } finally {
      node.disabled = false;
    }
  });
  return node;
}

/** Says something to people who see the page and to those who hear it. */
export function notice(kind, ...children) {
  return el('p', { class: `notice ${kind}`, role: kind === 'bad' ? 'alert' : 'status' }, ...children);
}

/** Runs a function once the calls of it have ceased for a moment. */
export function settled(milliseconds, action) {
  let timer;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...values), milliseconds);
  };
}
