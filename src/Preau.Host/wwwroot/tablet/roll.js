// The roll on the desk: heading, ruled rows, foot. Rows are redrawn only when what they show has changed.
import { Component, h, htm, signal } from '../vendor/libraries.js';
import * as desk from './desk.js';
import { aim, choices, cycle, see, go, goNow, inRadius, mark, turn, undo, undoable, validate } from './acts.js';
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

/** The views beside the list, and the foot while seats are arranged: views.js adds them, which builds on this file. */
export const shown = {};
/** What is being arranged, or null: {group, room, columns, rows, at: "x,y" → pupil, picked: the seat whose pupil is in the hand}. */
export const arranging = signal(null);

/** The whole screen. */
export function RollScreen() {
  const roll = desk.roll.value;
  return html`<div class="page">
    <${Heading} roll=${roll} />
    ${roll ? html`<${roll.rows.length ? shown[desk.taste.value.view] ?? Rows : Rows} roll=${roll} />` : html`<${Choose} />`}
    ${roll && arranging.value?.group === roll.group ? html`<${shown.foot} />` : html`<${Foot} roll=${roll} />`}
  </div>`;
}

function Heading({ roll }) {
  const p = desk.place.value, w = t();
  const period = p && desk.periods.value.find(x => x.start === p.start), lessons = desk.hasLessons.value;
  return html`<header class="top">
    <h1 class="where"><button type="button" data-act="pick-class" title=${w.pickClass} onClick=${() => open('class')}>
      <span>${roll?.code ?? w.choose}</span><${Sign} name="down" />${roll?.session && html`<small>${[roll.session.subject, roll.session.room && w.room(roll.session.room)].filter(Boolean).join(' · ')}</small>`}</button></h1>
    ${p && html`<div class="hour">
      <button type="button" class="round" data-act="previous-hour" aria-label=${lessons ? w.previousLesson : w.previousHour} onClick=${() => turn(-1)}><${Sign} name="left" /></button>
      <button type="button" class="when" data-act="pick-period" title=${w.pickHour} onClick=${() => open('hour')}>
        <b>${hourText(p)}</b><small><span class="short">${dayName(p.date, true)}${p.number ? ' · ' : ''}</span>${p.number ? w.period(period?.label, p.number) : ''}</small></button>
      <button type="button" class="round" data-act="next-hour" aria-label=${lessons ? w.nextLesson : w.nextHour} onClick=${() => turn(1)}><${Sign} name="right" /></button>
    </div>`}
    <${Safe} roll=${roll} />
    <p class="counts">${p && html`<span class="day">${dayName(p.date)}</span>`}
      ${roll && html`<span>${w.pupilCount(roll.rows.length)}</span>
        ${roll.absent > 0 && html`<span class="is-absent">${w.absentCount(roll.absent)}</span>`}
        ${roll.late > 0 && html`<span class="is-late">${w.lateCount(roll.late)}</span>`}
        ${roll.elsewhere > 0 && html`<span class="is-away">${w.elsewhereCount(roll.elsewhere)}</span>`}
        ${roll.announced > 0 && html`<span class="is-away">${w.knownCount(roll.announced)}</span>`}
        ${roll.disputes > 0 && html`<span class="is-disputed">${w.disputeCount(roll.disputes)}</span>`}
        <span class=${roll.taken && !roll.changed ? 'is-here' : ''}>${takenText(roll)}</span>`}
      ${p && !desk.isNow.value && desk.now.value && html`<button type="button" class="link" data-act="now" onClick=${goNow}>${lessons ? w.nowLesson : w.nowHour}</button>`}
    </p>
  </header>`;
}

function takenText(roll) {
  const w = t(), k = roll.taken;
  if (!k && roll.off) return w.off[roll.session.why] ?? w.off[roll.session.state] ?? w.off.cancelled;
  if (!k && roll.closed) return w.closed[roll.closed.code](roll.closed.at);
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
  if (!s.periods.length && !s.sessions?.length) return html`<main class="empty"><p>${w.noPeriods}</p></main>`;
  if (!s.groups.length) return html`<main class="empty"><p>${w.noGroups}</p></main>`;
  const date = desk.place.value?.date ?? desk.here.value.date, own = desk.sessionsOn(date);
  return html`<main class="empty wide">${desk.hasLessons.value && html`<h2>${date === desk.here.value.date ? w.myDay : dayName(date)}</h2>
    ${own.length ? html`<${Lessons} sessions=${own} />` : html`<p>${w.noLessons}</p>`}`}
    <h2>${desk.hasLessons.value ? w.offTimetable : w.pickClassWhy}</h2><${ClassGrid} groups=${s.groups} /></main>`;
}

/** How a session's roll stands: a sign, words, a colour. */
const STANDS = { taken: ['check', 'is-here'], begun: ['dot', 'is-late'], later: ['', 'quiet'], due: ['dot', 'is-now'], overdue: ['warn', 'is-late'], missed: ['warn', 'is-absent'], notdue: ['off', 'quiet'] };

/** @param {{sessions:import('./day.js').Session[], act?:() => void}} props a day's sessions, each with the state of its roll */
export function Lessons({ sessions, act }) {
  const w = t(), p = desk.place.value;
  return html`<ul class="lessons">${sessions.map(s => {
    const state = desk.stateOfSession(s), [sign, tone] = STANDS[state], group = desk.groupsById.value.get(s.group);
    const said = state === 'notdue' && s.state !== 'due' ? w.off[s.why] ?? w.off[s.state] ?? w.off.cancelled : w.stands[state];
    return html`<li key=${s.id + s.start}><button type="button" data-session=${s.id} data-roll=${state} aria-pressed=${String(p?.date === s.date && p.start === s.start && p.group === s.group)} onClick=${() => { go(s); act?.(); }}>
      <b class="hours">${hourText(s)}</b><span class="what"><b>${group?.code ?? '…'}</b> ${s.subject}${s.room ? html` <small>${w.room(s.room)}</small>` : ''}</span>
      <span class=${`stand ${tone}`}>${sign && html`<${Sign} name=${sign} />`}${said}</span></button></li>`;
  })}</ul>`;
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
export const space = signal({ width: innerWidth, height: innerHeight - (innerWidth > 700 ? 145 : 200) });
const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
const watch = new ResizeObserver(([{ contentRect: { width, height } }]) => {
  if (width && (width !== space.peek().width || height !== space.peek().height)) space.value = { width, height };
});
/** The one row that Tab reaches; arrows do the rest. */
export const tabStop = {
  id: null,
  get value() { return this.id; },
  /** Moved by hand, not by a signal: a finger's focus must not draw the class anew before its tap does. */
  set value(id) {
    if (id === this.id) return;
    const stop = pupil => document.querySelector(`[data-pupil='${pupil}'] [data-act=cycle]`);
    for (const [pupil, index] of [[this.id, -1], [id, 0]]) if (pupil && stop(pupil)) stop(pupil).tabIndex = index;
    this.id = id;
  },
};
/** @param {any} roll @returns {string} the pupil that Tab reaches */
export const stopAt = roll => roll.rows.some(r => r.id === tabStop.value) ? tabStop.value : roll.rows[0].id;
let watched = null;
export const observe = el => {
  if (el === watched) return;
  if (watched) watch.unobserve(watched);
  watched = el;
  if (el) watch.observe(el);
};

function Rows({ roll }) {
  const w = t();
  if (!roll.rows.length) return html`<main class="empty"><p>${w.noPupils}</p></main>`;
  const stop = stopAt(roll);
  const twins = desk.taste.value.firsts ? twinsOf(roll.rows) : null;
  const { columns, rows } = fit(roll.rows.length, space.value.width, space.value.height, rem);
  return html`<main class="sheet" key=${roll.group} ref=${observe}><h2 class="unseen">${w.list}</h2><p class="unseen" id="keys">${w.keys}</p>
    <ol class=${desk.taste.value.left ? 'rows left' : 'rows'} style=${{ '--rows': rows }} data-columns=${columns} aria-describedby="keys" onKeyDown=${e => keys(e, rows)} onFocusIn=${e => { const row = e.target.closest('[data-pupil]'); if (row) tabStop.value = row.dataset.pupil; }}>
    ${roll.rows.map(r => html`<${Row} key=${r.id} ...${texts(r, twins)} lang=${lang.value} stop=${r.id === stop} />`)}</ol></main>`;
}

/** First names that two pupils of the class share: they get an initial when only first names are shown. */
export function twinsOf(rows) {
  const seen = new Set();
  return new Set(rows.map(r => r.pupil.firstName).filter(n => seen.has(n) || !seen.add(n)));
}

/** What a row shows, as plain values, so that an unchanged row is not drawn again. twins: not null when only first names are shown. */
export function texts(r, twins) {
  const w = t(), family = familyName(r.pupil);
  const first = twins?.has(r.pupil.firstName) ? `${r.pupil.firstName} ${family[0]}.` : r.pupil.firstName;
  const name = twins ? first : fullName(r.pupil);
  const shown = r.folded.shown, mine = !shown || shown.author === desk.me.value?.person.id;
  const what = shown && (twins ? w.markOf(shown.kind, shown.minutes) : detailed(shown)); // a projected screen tells no more than it must
  const word = r.disputed ? choices(r).map(c => w.saidBy(w.markOf(c.kind, c.minutes), c.who.map(whoSaid).join(', '))).join(w.or)
    : r.kind === 'P' && !(r.above && r.mine) && !r.known ? '' : !shown ? ''
    : mine ? what : isSlip(r, shown) ? w.slip(what, whoSaid(shown.author)) : w.above(what, whoSaid(shown.author));
  const hint = r.pass ? w.mustPass : twins ? '' : r.known ? knownText(r.known) : r.before && r.kind !== 'A' ? (r.justBefore ? w.absentBefore : w.absentAt(r.before)) : '';
  return {
    id: r.id, number: r.number, family: twins ? '' : family, first, name, state: r.state, kind: r.kind,
    word, hint, disputed: r.disputed, offered: !r.known && hint !== '' && !r.marked, pass: r.pass, known: r.known && !r.marked ? (desk.kindOf(r.known.kind).inRoom ? 'here' : 'away') : undefined,
    sign: r.disputed ? '' : r.pass ? 'slip' : r.known && !r.marked ? signOf(r.known.kind) : isSlip(r, shown) ? 'slip' : 'ARP'.includes(r.kind) ? '' : signOf(r.kind), code: !r.disputed && !'ARP'.includes(r.kind) ? r.kind : '',
    settle: r.disputed ? choices(r).map(c => `${c.kind} ${c.minutes ?? ''}`).join('|') : '',
  };
}

/** A latecomer's slip: the desk's word on a teacher's row. */
const isSlip = (r, shown) => r.kind === 'R' && shown.rank > 2 && (desk.me.value?.person.rank ?? 1) < 3;

/** What a mark says, with hours and note. @param {any} m */
export function detailed(m) {
  const w = t(), span = m.from && m.until ? `${m.from}–${m.until}` : m.from ? w.since(m.from) : m.until ? w.until(m.until) : '';
  return [w.markOf(m.kind, m.minutes), span, m.note && w.quoted(m.note)].filter(Boolean).join(' ');
}

/** « stage → 28/11 », « absence annoncée → 10:20 » @param {{kind:string, end:string|null, last:string|null}} k */
export function knownText(k) {
  const w = t(), day = desk.place.value?.date, what = w.knownAs(k.kind);
  return k.last && k.last !== day ? `${what} → ${w.dayMonth(k.last)}` : k.end && k.last === day ? `${what} → ${k.end}` : what;
}

const SIGNS = { A: 'cross', R: 'clock', P: 'check', IN: 'care', EX: 'door', SA: 'door', DP: 'off', DA: 'off', SO: 'trip', ST: 'work', CV: 'call', RI: 'clock' };
/** @param {string} kind @returns {string} the sign of a kind; a school's own have one in common */
export const signOf = kind => SIGNS[kind] ?? 'tag';

/** A finger that stays opens the rest: everywhere, also where the browser sends no context menu. */
const press = { timer: 0, held: false };
const down = id => { press.held = false; press.timer = setTimeout(() => { press.held = true; open('pupil', { pupil: id }); }, 550); };
const up = () => clearTimeout(press.timer);
const tap = id => { if (!press.held) cycle(id); press.held = false; };
/** What a finger does on a pupil: a tap changes, a finger that stays opens the rest. @param {string} id */
export const held = id => ({ onClick: () => tap(id), onPointerDown: () => down(id), onPointerUp: up, onPointerLeave: up, onPointerCancel: up,
  onContextMenu: e => { e.preventDefault(); up(); press.held = e.pointerType === 'touch'; open('pupil', { pupil: id }); } });

class Row extends Component {
  shouldComponentUpdate(next) { for (const k in next) if (next[k] !== this.props[k]) return true; return false; }
  render(r) {
    const w = t();
    return html`<li class="row" data-pupil=${r.id} data-state=${r.state} data-kind=${r.kind} data-known=${r.known} data-disputed=${r.disputed ? 'yes' : undefined}>
      <button type="button" class="more" data-act="more" tabindex="-1" aria-label=${w.more(r.number, r.name)} onClick=${() => open('pupil', { pupil: r.id })}>${r.number}</button>
      <button type="button" class="name" data-act="cycle" tabindex=${r.stop ? 0 : -1} ...${held(r.id)}>
        <span class=${r.name.length > 28 ? 'who long' : 'who'}>${r.family ? html`<b>${r.family}</b> ${r.first}` : html`<b>${r.first}</b>`}</span>${!r.word && html`<span class="unseen">, ${w.markOf('P')} </span>`}${(r.word || r.hint) && html`<small>${r.sign && html`<${Sign} name=${r.sign} /> `}${r.code && html`<b class="code">${r.code}</b> `}${r.word}${r.word && r.hint ? ' · ' : ''}${r.hint && html`<i>${r.hint}</i>`}</small>`}</button>
      ${r.disputed ? r.settle.split('|').slice(0, 3).map(x => x.split(' ')).map(([kind, minutes]) => html`<button type="button" class=${`aim ${kind}`} key=${kind + minutes} data-act="settle" data-kind=${kind} tabindex="-1"
          aria-label=${w.settleAs(r.name, w.markOf(kind, +minutes || null))} onClick=${() => mark(r.id, kind, { minutes: +minutes || null })}>${kind}${minutes}</button>`)
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

/** The same keys where pupils do not stand in columns: arrows go to the nearest that way. */
export function keysOfTiles(e) {
  const way = { ArrowDown: [0, 1], ArrowUp: [0, -1], ArrowRight: [1, 0], ArrowLeft: [-1, 0] }[e.key], tile = e.target.closest('li');
  if (!way || !tile) return tile?.dataset.pupil ? keys(e, 1) : undefined;
  const from = tile.getBoundingClientRect(), middle = b => [b.left + b.width / 2, b.top + b.height / 2], [x, y] = middle(from);
  let best = null, least = Infinity;
  for (const other of tile.parentNode.children) {
    const [ox, oy] = middle(other.getBoundingClientRect()), along = (ox - x) * way[0] + (oy - y) * way[1], aside = Math.abs((ox - x) * way[1]) + Math.abs((oy - y) * way[0]);
    if (along > 4 && along + 8 * aside < least) [best, least] = [other, along + 8 * aside];
  }
  best?.querySelector('.name')?.focus();
  e.preventDefault();
}

// ---- foot ---------------------------------------------------------------------------------------------------------

const VIEW_SIGNS = { list: 'list', plan: 'views', faces: 'face' };

function Foot({ roll }) {
  const w = t(), last = roll && undoable(roll);
  const settled = roll?.taken && !roll.changed;
  const count = roll && [roll.absent && w.absentCount(roll.absent), roll.late && w.lateCount(roll.late), roll.elsewhere && w.elsewhereCount(roll.elsewhere), roll.announced && w.knownCount(roll.announced)].filter(Boolean).join(', ');
  const shut = roll?.closed && !settled;
  return html`<footer class="foot">
    <button type="button" class="tool" data-act="undo" disabled=${!last} title=${last ? w.undoWhat(last.name) : w.undo} onClick=${undo}><${Sign} name="undo" /><span>${w.undo}</span></button>
    <button type="button" class="tool" data-act="find" onClick=${() => open('class', { find: true })}><${Sign} name="find" /><span>${w.find}</span></button>
    <button type="button" class="tool" data-act="help" onClick=${() => open('help')}><${Sign} name="help" /><span>${w.help}</span></button>
    ${roll && html`<div class="views" role="group" aria-label=${w.view}>${['list', 'plan', 'faces'].map(v => html`<button type="button" key=${v} data-view=${v} title=${w.views[v]} aria-label=${w.views[v]} aria-pressed=${String(desk.taste.value.view === v)} onClick=${() => see({ view: v })}><${Sign} name=${VIEW_SIGNS[v]} /></button>`)}</div>
      <button type="button" class="tool narrow" data-act="views" onClick=${() => open('views')}><${Sign} name=${VIEW_SIGNS[desk.taste.value.view] ?? 'list'} /><span>${w.view}</span></button>`}
    ${roll && roll.rows.length > 0 && html`<button type="button" class="validate" data-act="validate" data-done=${settled ? 'yes' : undefined} data-quiet=${shut || (roll.off && !roll.taken) ? 'yes' : undefined} aria-disabled=${settled || shut ? 'true' : undefined} onClick=${validate}>
      ${shut ? html`<b>${takenText({ ...roll, taken: null, off: false })}</b>` : settled ? html`<${Sign} name="check" /><b>${takenText(roll)}</b>` : html`<b>${roll.changed ? w.validateAgain : w.validate}</b><small>${count || w.validateNone}</small>`}</button>`}
  </footer>`;
}

/** The fifteen days around today. */
export const daysAround = () => Array.from({ length: 15 }, (_, i) => dayAfter(desk.here.value.date, i - 7)).filter(inRadius);
