// The class as a list. Each pupil's row is cast once from one mould and changed by hand where what it says has changed: the
// first picture and the answer to a finger wait for nothing else.
import { Component, effect, h, htm, signal } from '../vendor/libraries.js';
import * as desk from './desk.js';
import { hands, keys, stopAt } from './hand.js';
import { signElement } from './sign.js';
import { texts, twinsOf } from './texts.js';
import { lang, labels, t } from './words.js';

const html = htm.bind(h);

/**
 * Columns as they fit: as few as show everybody, never rows under 48 px.
 * @param {number} n @param {number} width @param {number} height @param {number} rem
 * @returns {{columns:number, rows:number}}
 */
export function fit(n, width, height, rem = 16) {
  const most = Math.max(1, Math.floor(width / (18 * rem))), tall = Math.max(1, Math.floor(height / (3 * rem)));
  const columns = Math.max(1, Math.min(most, Math.ceil(n / tall)));
  return { columns, rows: Math.max(1, Math.ceil(n / columns)) };
}

/** The space for rows: guessed from the window until the browser has laid the page out, then as observed. */
export const space = signal({ width: innerWidth, height: innerHeight - (innerWidth > 700 ? 145 : 200) });
const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
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

/** @param {{roll:any, lang:string}} props of one class: another class is another list */
export class Rows extends Component {
  /** pupil → its row: elements, what they say (told), and of what (row). */
  lines = new Map();
  ids = [];
  per = 1;
  shouldComponentUpdate(next) { return next.lang !== this.props.lang; }
  componentDidMount() { this.stop = effect(() => this.fill()); }
  componentWillUnmount() { this.stop(); }
  render() {
    const w = t();
    return html`<main class="sheet" ref=${observe}><h2 class="unseen">${w.list}</h2><p class="unseen" id="keys">${w.keys}</p>
      <ol ref=${el => { this.list = el; }} aria-describedby="keys" ...${hands} onKeyDown=${e => keys(e, this.per)}></ol></main>`;
  }

  /** Brings the rows to what the desk says now. */
  fill() {
    const roll = desk.roll.value, list = this.list, taste = desk.taste.value;
    if (roll?.group !== this.props.roll.group || !roll.rows.length) return; // the page is about to show another
    const { columns, rows } = fit(roll.rows.length, space.value.width, space.value.height, rem);
    const look = `${taste.left ? 'rows left' : 'rows'} ${columns} ${rows}`;
    if (look !== this.look) {
      Object.assign(this, { look, per: rows });
      list.className = taste.left ? 'rows left' : 'rows';
      list.style.setProperty('--rows', rows);
      list.dataset.columns = columns;
    }
    const twins = taste.firsts ? twinsOf(roll.rows) : null, stop = stopAt(roll);
    const around = [lang.value, labels.value, desk.me.value, desk.peopleById.value, roll.date, twins && [...twins].join()];
    const same = this.around?.every((x, i) => x === around[i]);
    this.around = around;
    for (const r of roll.rows) {
      const line = this.lines.get(r.id) ?? cast();
      this.lines.set(r.id, line);
      if (!same || line.row !== r) tell(line, texts(r, twins), line.told.lang !== lang.value);
      line.row = r;
      const index = r.id === stop ? 0 : -1;
      if (line.name.tabIndex !== index) line.name.tabIndex = index;
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

// ---- one row ------------------------------------------------------------------------------------------------------

const mould = document.createElement('template');
mould.innerHTML = '<li class="row"><button type="button" class="more" data-act="more" tabindex="-1"> </button>'
  + '<button type="button" class="name" data-act="cycle" tabindex="-1"><span class="who"><b> </b> </span></button>'
  + '<button type="button" class="aim A" data-act="absent" tabindex="-1">A</button><button type="button" class="aim R" data-act="late" tabindex="-1">R</button></li>';

/** A row that says nothing yet. */
function cast() {
  const el = mould.content.firstElementChild.cloneNode(true), [more, name, absent, late] = el.children;
  return { el, more, name, who: name.firstElementChild, aims: [[absent, 'A'], [late, 'R']], row: null, told: {} };
}

/** Changes what a row says, and nothing else. @param {any} line @param {ReturnType<typeof texts>} s @param {boolean} anew every word, in another language */
function tell(line, s, anew) {
  const w = t(), { el, name } = line, old = anew ? {} : line.told, differs = (...keys) => keys.some(k => s[k] !== old[k]);
  if (differs('id')) el.dataset.pupil = s.id;
  for (const key of ['state', 'kind', 'known']) if (differs(key)) flag(el, key, s[key]);
  if (differs('disputed')) flag(el, 'disputed', s.disputed ? 'yes' : undefined);
  if (differs('number', 'name', 'family')) naming(line, s, w);
  if (differs('word', 'hint', 'sign', 'code', 'name')) saying(line, s, w);
  if (differs('settle', 'name') && (s.settle || old.settle)) settling(line, s, w);
  if (differs('kind', 'offered')) for (const [aim, kind] of line.aims) {
    aim.setAttribute('aria-pressed', String(s.kind === kind));
    if (kind === 'A') aim.classList.toggle('offered', s.offered);
  }
  line.told = { ...s, lang: lang.value };
}

const flag = (el, key, value) => { if (value === undefined) delete el.dataset[key]; else el.dataset[key] = value; };

function naming(line, s, w) {
  const { more, who, aims } = line;
  more.firstChild.data = s.number;
  more.setAttribute('aria-label', w.more(s.number, s.name));
  who.className = s.name.length > 28 ? 'who long' : 'who';
  who.firstChild.firstChild.data = s.family || s.first;
  who.lastChild.data = s.family ? ` ${s.first}` : '';
  for (const [aim, kind] of aims) aim.setAttribute('aria-label', w.rowLabel(w.aim[kind], s.name));
}

/** The second line: a sign, a code, the mark, what else is known. A pupil of whom there is nothing to say is present. */
function saying({ name }, s, w) {
  const part = (tag, text, css) => Object.assign(document.createElement(tag), { textContent: text, className: css });
  while (name.childNodes.length > 1) name.lastChild.remove();
  if (!s.word && !s.hint) return name.setAttribute('aria-label', w.rowLabel(s.name, w.markOf('P')));
  name.removeAttribute('aria-label');
  if (!s.word) name.append(part('span', `, ${w.markOf('P')} `, 'unseen'));
  const small = document.createElement('small');
  small.append(...[s.sign && signElement(s.sign), s.sign && ' ', s.code && part('b', s.code, 'code'), s.code && ' ', s.word, s.word && s.hint && ' · ', s.hint && part('i', s.hint, '')].filter(Boolean));
  name.append(small);
}

/** In a disagreement what each said stands where A and R stood: one tap settles it. */
function settling({ el, aims }, s, w) {
  for (const button of [...el.children].slice(2)) button.remove();
  el.append(...s.settle ? s.settle.split('|').slice(0, 3).map(choice => {
    const [kind, minutes] = choice.split(' '), button = Object.assign(document.createElement('button'), { type: 'button', className: `aim ${kind}`, tabIndex: -1, textContent: kind + minutes });
    Object.assign(button.dataset, { act: 'settle', kind, minutes });
    button.setAttribute('aria-label', w.settleAs(s.name, w.markOf(kind, +minutes || null)));
    return button;
  }) : aims.map(([aim]) => aim));
}
