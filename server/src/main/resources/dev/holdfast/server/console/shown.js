// How values are shown: texts whose signs stay where they are, numbers with their digits, times with the exact one.
import { el } from './dom.js';

const NUMBER = new Intl.NumberFormat('en', { maximumFractionDigits: 20 });
const RELATIVE = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const UNITS = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** Signs that are not seen, or that move others: controls, directions, joiners, and spaces of other widths. */
const UNSEEN =
  /[\0-\b\v-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/gu;

/** Text with the signs made visible that would hide something or turn what stands beside it. */
export function plain(text) {
  return String(text).replace(UNSEEN, sign => `⟨U+${sign.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}⟩`);
}

/** Stored text as an element, apart from its neighbours whatever direction it is written in. */
export function stored(text, attributes = {}) {
  return el('bdi', attributes, plain(text));
}

/** Stored text of which at most so much is shown; the rest is in the title up to a bound. */
export function shortened(text, most) {
  const signs = [...String(text).slice(0, most * 2 + 2)];
  if (signs.length <= most) {
    return stored(text);
  }
  return stored(`${signs.slice(0, most).join('')}…`, { title: plain(String(text).slice(0, 1_000)) });
}

export function number(value) {
  return NUMBER.format(value);
}

/** A size with its exact number of bytes in the title. */
export function bytes(value) {
  const exact = `${number(value)} bytes`;
  const kilo = value / 1024;
  const text = value < 10_240 ? exact : kilo < 10_240 ? `${number(Math.round(kilo))} KiB` : `${mega(kilo)} MiB`;
  return el('span', { title: exact }, text);
}

function mega(kilo) {
  return number(Math.round(kilo / 102.4) / 10);
}

/** A time as one says it, with the exact one of the reader's zone and that of the store in the title. */
export function time(text) {
  if (!text) {
    return 'never';
  }
  const at = new Date(text);
  const node = el('time', { datetime: text, title: `${at.toLocaleString()} (${text})` });
  node.textContent = relative(at);
  return node;
}

function relative(at) {
  const seconds = Math.round((at - Date.now()) / 1_000);
  for (const [unit, length] of UNITS) {
    if (Math.abs(seconds) >= length) {
      return RELATIVE.format(Math.trunc(seconds / length), unit);
    }
  }
  return Math.abs(seconds) < 5 ? 'just now' : RELATIVE.format(seconds, 'second');
}

/** Keeps all times on the page true. */
export function keepTimes() {
  setInterval(() => {
    for (const node of document.querySelectorAll('time[datetime]')) {
      node.textContent = relative(new Date(node.getAttribute('datetime')));
    }
  }, 10_000);
}
