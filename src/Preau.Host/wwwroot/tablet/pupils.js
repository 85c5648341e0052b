// A class on the screen: one element per pupil, cast once from a mould and changed by hand where what it says has changed.
// The first picture and the answer to a finger wait for nothing else.
import { Component, effect, signal } from '../vendor/libraries.js';
import * as desk from './desk.js';
import * as rolls from './rolls.js';
import { stopAt } from './hand.js';
import { firstNames } from './names.js';
import { texts } from './texts.js';
import { labels, lang } from './words.js';

const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
/** The space for pupils: guessed from the window until the browser has laid the page out, then as observed. */
export const space = signal({ width: innerWidth, height: innerHeight - (innerWidth > 43.75 * rem ? 145 : 200) });
const watch = new ResizeObserver(([{ contentRect: { width, height } }]) => {
  if (width && (width !== space.peek().width || height !== space.peek().height)) space.value = { width, height };
});
let watched = null;
/** Watches the space that an element has, instead of the one before. @param {Element|null} el */
export const observe = el => {
  if (el === watched) return;
  if (watched) watch.unobserve(watched);
  watched = el;
  if (el) watch.observe(el);
};

/**
 * What all ways of showing a class have in common; each says how it lies (`lay`), what an element is (`cast`), what it tells
 * (`tell`) and what else it looks at (`attend`). Props: {roll, lang}, of one class: another class is another component.
 */
export class Pupils extends Component {
  /** pupil → its line: {el, name (the button that Tab reaches), rest (the way to the rest, where Tab reaches it too), told (what it says), row (of what)}. */
  lines = new Map();
  ids = [];
  componentDidMount() { this.stop = effect(() => this.fill()); }
  componentDidUpdate() { this.fill(); }
  componentWillUnmount() { this.stop(); }

  /** Brings the elements to what the desk says now. */
  fill(roll = rolls.roll.value) {
    const taste = desk.taste.value;
    if (roll?.group !== this.props.roll.group || !roll.rows.length) return; // the page is about to show another
    this.lay(roll, taste);
    const firsts = taste.firsts ? firstNames(roll.rows) : null, stop = stopAt(roll);
    const around = [lang.value, labels.value, desk.me.value, desk.peopleById.value, roll.date, firsts && [...firsts.values()].join()];
    const same = this.around?.every((x, i) => x === around[i]);
    this.around = around;
    for (const r of roll.rows) {
      if (!this.lines.has(r.id)) this.lines.set(r.id, { row: null, told: {}, ...this.cast() });
      const line = this.lines.get(r.id);
      if (!same || line.row !== r) say(this, line, texts(r, firsts));
      line.row = r;
      this.attend?.(line, r);
      const index = r.id === stop ? 0 : -1;
      for (const button of [line.name, line.rest]) if (button && button.tabIndex !== index) button.tabIndex = index;
    }
    this.order(roll.rows.map(r => r.id));
  }

  order(ids) {
    if (ids.length === this.ids.length && ids.every((id, i) => id === this.ids[i])) return;
    this.ids = ids;
    for (const id of [...this.lines.keys()]) if (!ids.includes(id)) this.lines.delete(id);
    this.list.replaceChildren(...ids.map(id => this.lines.get(id).el));
  }
}

/** Changes what an element says, and nothing else. @param {ReturnType<typeof texts>} s */
function say(view, line, s) {
  const old = line.told.lang === lang.value ? line.told : {}, differs = (...keys) => keys.some(k => s[k] !== old[k]);
  if (differs('id')) line.el.dataset.pupil = s.id;
  for (const key of ['state', 'kind', 'known']) if (differs(key)) flag(line.el, key, s[key]);
  for (const key of ['disputed', 'refused']) if (differs(key)) flag(line.el, key, s[key] ? 'yes' : undefined);
  view.tell(line, s, differs, old);
  line.told = { ...s, lang: lang.value };
}

const flag = (el, key, value) => { if (value === undefined) delete el.dataset[key]; else el.dataset[key] = value; };

/** @param {string} html one element @returns {() => Element} casts it */
export function mould(html) {
  const template = document.createElement('template');
  template.innerHTML = html;
  return () => template.content.firstElementChild.cloneNode(true);
}

/** @param {string} tag @param {string} text @param {string} css its class @returns {HTMLElement} */
export const part = (tag, text, css = '') => Object.assign(document.createElement(tag), { textContent: text, className: css });
