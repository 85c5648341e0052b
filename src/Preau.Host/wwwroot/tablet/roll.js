// The roll on the desk: heading, ruled rows, foot. Rows are redrawn only when what they show has changed.
import { Component, h, htm, signal } from '../vendor/libraries.js';
import * as desk from './desk.js';
import { aim, choices, cycle, go, goNow, inRadius, mark, turn, undo, undoable, validate } from './acts.js';
import { dayAfter } from './clock.js';
import { oldest } from './outbox.js';
import { dayName, familyName, fullName, lang, t } from './words.js';

const html = htm.bind(h);
const sprite = new URL('./icons/signs.svg', import.meta.url).pathname;
/** @param {{name:string}} props a sign of icons/signs.svg, for the eye only */
export const Sign = ({ name }) => html`<svg class="sign" aria-hidden="true" focusable="false"><use href=${`${sprite}#${name}`} /></svg>`;

const open = (name, more = {}) => { desk.sheet.value = { name, ...more }; };
const whoSaid = id => id === desk.me.value?.person.id ? t().you : desk.nameOf(id) ?? t().someone;
/** @param {{start:string, end:string}} p */
export const hourText = p => `${p.start}–${p.end}`;

/** The whole screen. */
export function RollScreen() {
  const roll = desk.roll.value;
  return html`<div class="page">
    <${Heading} roll=${roll} />
    ${roll ? html`<${Rows} roll=${roll} />` : html`<${Choose} />`}
    <${Foot} roll=${roll} />
  </div>`;
}

function Heading({ roll }) {
  const p = desk.place.value, w = t();
  const period = p && desk.periods.value.find(x => x.start === p.start);
  return html`<header class="top">
    <h1 class="where"><button type="button" data-act="pick-class" title=${w.pickClass} onClick=${() => open('class')}>
      <span>${roll?.code ?? w.choose}</span><${Sign} name="down" /></button></h1>
    ${p && html`<div class="hour">
      <button type="button" class="round" data-act="previous-hour" aria-label=${w.previousHour} onClick=${() => turn(-1)}><${Sign} name="left" /></button>
      <button type="button" class="when" data-act="pick-period" title=${w.pickHour} onClick=${() => open('hour')}>
        <b>${hourText(p)}</b><small><span class="short">${dayName(p.date, true)} · </span>${w.period(period?.label, p.number)}</small></button>
      <button type="button" class="round" data-act="next-hour" aria-label=${w.nextHour} onClick=${() => turn(1)}><${Sign} name="right" /></button>
    </div>`}
    <${Safe} roll=${roll} />
    <p class="counts">${p && html`<span class="day">${dayName(p.date)}</span>`}
      ${roll && html`<span>${w.pupilCount(roll.rows.length)}</span>
        ${roll.absent > 0 && html`<span class="is-absent">${w.absentCount(roll.absent)}</span>`}
        ${roll.late > 0 && html`<span class="is-late">${w.lateCount(roll.late)}</span>`}
        ${roll.disputes > 0 && html`<span class="is-disputed">${w.disputeCount(roll.disputes)}</span>`}
        <span class=${roll.taken && !roll.changed ? 'is-here' : ''}>${takenText(roll)}</span>`}
      ${p && !desk.isNow.value && desk.periodNow.value && html`<button type="button" class="link" data-act="now" onClick=${goNow}>${w.nowHour}</button>`}
    </p>
  </header>`;
}

function takenText(roll) {
  const w = t(), k = roll.taken;
  if (!k) return roll.rows.some(r => r.marked) ? w.toValidate : w.notTaken;
  if (roll.changed) return w.changedSince(roll.added);
  const time = desk.timeOf(k.validatedAt);
  return k.validatedBy === desk.me.value?.person.id ? w.validated(time) : w.validatedBy(time, whoSaid(k.validatedBy));
}

/** Where what was entered is: the roll on the desk first, then what else waits, with its age. */
function Safe({ roll }) {
  const w = t(), all = desk.waiting.value, refused = all.some(x => x.refused);
  const first = oldest(all), minutes = first === null ? 0 : Math.max(0, Math.floor((desk.tick.value - first) / 60_000));
  let state = roll?.safe ?? 'none';
  if (refused) state = 'refused';
  const writing = state === 'memory' && ['ok', 'kept'].includes(desk.storage.value);
  const text = state === 'received' ? w.received(desk.timeOf(roll.receivedAt)) : writing ? w.safe.writing : w.safe[state];
  const age = all.length > 0 && !writing && (minutes > 0 || all.length > (roll?.waiting.length ?? 0));
  const sign = { none: 'dot', memory: 'warn', tablet: 'tablet', received: 'check', refused: 'warn' }[state];
  const link = desk.link.value;
  return html`<button type="button" class="safe" data-act="safe" data-safe=${state === 'memory' ? 'none' : state} data-link=${link} onClick=${() => open('safe')}>
    <${Sign} name=${sign} /><span class="said">${state === 'none' && all.length ? w.unsent(all.length, w.age(minutes)) : text}</span>
    ${state !== 'none' && age && html`<small>${w.unsent(all.length, w.age(minutes))}</small>`}
    ${!age && link !== 'live' && html`<small>${w.link[link]}</small>`}</button>`;
}

/** No class yet: the choice itself, on the page. */
function Choose() {
  const w = t(), s = desk.snapshot.value;
  if (!s) return html`<main class="empty"><p>${desk.screen.value === 'starting' ? w.loading : w.noSnapshot}</p></main>`;
  if (!s.periods.length) return html`<main class="empty"><p>${w.noPeriods}</p></main>`;
  if (!s.groups.length) return html`<main class="empty"><p>${w.noGroups}</p></main>`;
  return html`<main class="empty wide"><h2>${w.pickClassWhy}</h2><${ClassGrid} groups=${s.groups} /></main>`;
}

/** @param {{groups:any[], act?:() => void}} props the classes as large keys */
export function ClassGrid({ groups, act }) {
  const state = g => { const r = desk.place.value && desk.rollAt(desk.place.value.start, g.id); return r?.taken ? 'taken' : r?.marks.size ? 'begun' : null; };
  const levels = levelsOf(groups);
  return html`<ul class="keys">${groups.map((g, i) => html`<li key=${g.id} class=${levels[i] !== levels[i - 1] ? 'level' : undefined}><button type="button" data-class=${g.code} aria-pressed=${String(desk.place.value?.group === g.id)}
    onClick=${() => { go({ group: g.id }); act?.(); }}><b>${g.code}</b><small>${t().pupilCount(g.pupils.length)}</small>
    ${state(g) && html`<${Sign} name=${state(g) === 'taken' ? 'check' : 'dot'} />`}</button></li>`)}</ul>`;
}

/** The level each code begins with (2NDE of 2NDE04, 6 of 6B), so that each level starts its own line. */
function levelsOf(groups) {
  const stems = groups.map(g => /^\d*\s*\D*/.exec(g.code)[0].trim());
  return new Set(stems).size * 3 <= groups.length ? stems : groups.map(g => g.code[0]);
}

// ---- rows ---------------------------------------------------------------------------------------------------------

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
const space = signal({ width: innerWidth, height: innerHeight - (innerWidth > 700 ? 145 : 200) });
const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
const watch = new ResizeObserver(([{ contentRect: { width, height } }]) => {
  if (width && (width !== space.peek().width || height !== space.peek().height)) space.value = { width, height };
});
/** The one row that Tab reaches; arrows do the rest. */
const tabStop = signal(null);
let watched = null;
const observe = el => {
  if (el === watched) return;
  if (watched) watch.unobserve(watched);
  watched = el;
  if (el) watch.observe(el);
};

function Rows({ roll }) {
  const w = t();
  if (!roll.rows.length) return html`<main class="empty"><p>${w.noPupils}</p></main>`;
  const stop = roll.rows.some(r => r.id === tabStop.value) ? tabStop.value : roll.rows[0].id;
  const twins = desk.taste.value.firsts ? twinsOf(roll.rows) : null;
  const { columns, rows } = fit(roll.rows.length, space.value.width, space.value.height, rem);
  return html`<main class="sheet" key=${roll.group} ref=${observe}><h2 class="unseen">${w.list}</h2><p class="unseen" id="keys">${w.keys}</p>
    <ol class=${desk.taste.value.left ? 'rows left' : 'rows'} style=${{ '--rows': rows }} data-columns=${columns} aria-describedby="keys" onKeyDown=${e => keys(e, rows)} onFocusIn=${e => { const row = e.target.closest('[data-pupil]'); if (row) tabStop.value = row.dataset.pupil; }}>
    ${roll.rows.map(r => html`<${Row} key=${r.id} ...${texts(r, twins)} lang=${lang.value} stop=${r.id === stop} />`)}</ol></main>`;
}

/** First names that two pupils of the class share: they get an initial when only first names are shown. */
function twinsOf(rows) {
  const seen = new Set();
  return new Set(rows.map(r => r.pupil.firstName).filter(n => seen.has(n) || !seen.add(n)));
}

/** What a row shows, as plain values, so that an unchanged row is not drawn again. twins: not null when only first names are shown. */
function texts(r, twins) {
  const w = t(), family = familyName(r.pupil);
  const first = twins?.has(r.pupil.firstName) ? `${r.pupil.firstName} ${family[0]}.` : r.pupil.firstName;
  const name = twins ? first : fullName(r.pupil);
  const word = r.disputed ? choices(r).map(c => w.saidBy(w.markOf(c.kind, c.minutes), c.who.map(whoSaid).join(', '))).join(w.or)
    : r.kind === 'P' && !(r.above && r.mine) ? ''
    : r.folded.shown.author === desk.me.value?.person.id ? w.markOf(r.kind, r.minutes) : w.above(w.markOf(r.kind, r.minutes), whoSaid(r.folded.shown.author));
  const hint = r.before && r.kind !== 'A' ? (r.justBefore ? w.absentBefore : w.absentAt(r.before)) : '';
  return {
    id: r.id, number: r.number, family: twins ? '' : family, first, name, state: r.state, kind: r.kind,
    word, hint, disputed: r.disputed, offered: hint !== '' && !r.marked,
    settle: r.disputed ? choices(r).map(c => `${c.kind}${c.minutes ?? ''}`).join(' ') : '',
  };
}

/** A finger that stays opens the rest: everywhere, also where the browser sends no context menu. */
const press = { timer: 0, held: false };
const down = id => { press.held = false; press.timer = setTimeout(() => { press.held = true; open('pupil', { pupil: id }); }, 550); };
const up = () => clearTimeout(press.timer);
const tap = id => { if (!press.held) cycle(id); press.held = false; };

class Row extends Component {
  shouldComponentUpdate(next) { for (const k in next) if (next[k] !== this.props[k]) return true; return false; }
  render(r) {
    const w = t();
    return html`<li class="row" data-pupil=${r.id} data-state=${r.state} data-disputed=${r.disputed ? 'yes' : undefined}>
      <button type="button" class="more" data-act="more" tabindex="-1" aria-label=${w.more(r.number, r.name)} onClick=${() => open('pupil', { pupil: r.id })}>${r.number}</button>
      <button type="button" class="name" data-act="cycle" tabindex=${r.stop ? 0 : -1} onClick=${() => tap(r.id)} onPointerDown=${() => down(r.id)} onPointerUp=${up} onPointerLeave=${up} onPointerCancel=${up} onContextMenu=${e => { e.preventDefault(); up(); press.held = e.pointerType === 'touch'; open('pupil', { pupil: r.id }); }}>
        <span class=${r.name.length > 28 ? 'who long' : 'who'}>${r.family ? html`<b>${r.family}</b> ${r.first}` : html`<b>${r.first}</b>`}</span>${!r.word && html`<span class="unseen">, ${w.markOf('P')} </span>`}${(r.word || r.hint) && html`<small>${r.word}${r.word && r.hint ? ' · ' : ''}${r.hint && html`<i>${r.hint}</i>`}</small>`}</button>
      ${r.disputed ? r.settle.split(' ').slice(0, 3).map(s => html`<button type="button" class=${`aim ${s[0]}`} key=${s} data-act="settle" data-kind=${s[0]} tabindex="-1"
          aria-label=${w.settleAs(r.name, w.markOf(s[0], +s.slice(1) || null))} onClick=${() => mark(r.id, s[0], +s.slice(1) || null)}>${s}</button>`)
        : html`<${Aim} r=${r} kind="A" act="absent" /><${Aim} r=${r} kind="R" act="late" />`}</li>`;
  }
}

const Aim = ({ r, kind, act }) => html`<button type="button" class=${`aim ${kind}${kind === 'A' && r.offered ? ' offered' : ''}`} data-act=${act} tabindex="-1"
  aria-pressed=${String(r.kind === kind)} aria-label=${t().rowLabel(t().aim[kind], r.name)} onClick=${() => aim(r.id, kind)}>${kind}</button>`;

/** Arrows move, A R P mark, Enter changes (the button's own), U undoes. */
function keys(e, per) {
  const row = e.target.closest('[data-pupil]');
  if (!row || e.ctrlKey || e.metaKey || e.altKey) return;
  const all = [...row.parentNode.children], i = all.indexOf(row);
  const step = { ArrowDown: 1, ArrowUp: -1, ArrowRight: per, ArrowLeft: -per, Home: -i, End: all.length - 1 - i }[e.key];
  if (step !== undefined) {
    const inRow = [...row.querySelectorAll('button')].indexOf(e.target);
    const to = all[i + step];
    if (to) (to.querySelectorAll('button')[e.key.startsWith('Arrow') ? inRow : 1] ?? to.querySelector('.name')).focus();
  } else if (/^[arpum]$/i.test(e.key)) {
    const key = e.key.toUpperCase();
    if (key === 'U') undo(); else if (key === 'M') open('pupil', { pupil: row.dataset.pupil }); else mark(row.dataset.pupil, key);
  } else return;
  e.preventDefault();
}

// ---- foot ---------------------------------------------------------------------------------------------------------

function Foot({ roll }) {
  const w = t(), last = roll && undoable(roll);
  const settled = roll?.taken && !roll.changed;
  const count = roll && [roll.absent && w.absentCount(roll.absent), roll.late && w.lateCount(roll.late)].filter(Boolean).join(', ');
  return html`<footer class="foot">
    <button type="button" class="tool" data-act="undo" disabled=${!last} title=${last ? w.undoWhat(last.name) : w.undo} onClick=${undo}><${Sign} name="undo" /><span>${w.undo}</span></button>
    <button type="button" class="tool" data-act="find" onClick=${() => open('class', { find: true })}><${Sign} name="find" /><span>${w.find}</span></button>
    <button type="button" class="tool" data-act="help" onClick=${() => open('help')}><${Sign} name="help" /><span>${w.help}</span></button>
    ${roll && roll.rows.length > 0 && html`<button type="button" class="validate" data-act="validate" data-done=${settled ? 'yes' : undefined} aria-disabled=${settled ? 'true' : undefined} onClick=${validate}>
      ${settled ? html`<${Sign} name="check" /><b>${takenText(roll)}</b>` : html`<b>${roll.changed ? w.validateAgain : w.validate}</b><small>${count || w.validateNone}</small>`}</button>`}
  </footer>`;
}

/** The fifteen days around today. */
export const daysAround = () => Array.from({ length: 15 }, (_, i) => dayAfter(desk.here.value.date, i - 7)).filter(inRadius);
