// What opens over the roll and closes again: classes, hours, one pupil, what waits, help, leaving.
import { effect, h, htm, signal } from '../vendor/libraries.js';
import * as desk from './desk.js';
import * as rolls from './rolls.js';
import { again, choices, drop, mark, mayDrop, see } from './acts.js';
import { forgetPictures } from './picture.js';
import { go } from './places.js';
import { painted } from './frame.js';
import { Help, Problem, untold } from './help.js';
import { isStuck, push } from './push.js';
import { signOut } from './sign-in.js';
import { takeCode } from './door.js';
import { Doubted, forget } from './who.js';
import { called } from './names.js';
import { ClassGrid, daysAround, hourText, Lessons, noLessons } from './roll.js';
import { ear } from './say.js';
import { Sign } from './sign.js';
import { detailed, knownText, refusedText, signOf } from './texts.js';
import { clockOf, dayAfter, instant, minutesOf } from './clock.js';
import { dayName, dayOfMonth, folded, fullName, t, weekday } from './words.js';

const html = htm.bind(h);
/** Closed by the browser, so that the focus returns to where it was. */
const close = () => document.querySelector('dialog.over')?.close();
/** The browser tells it a moment after: another sheet may be open by then, even one of the same name. */
const closed = s => {
  if (desk.sheet.peek() === s) desk.sheet.value = null;
  painted().then(() => { if (!desk.sheet.peek() && document.activeElement === document.body) last.opener?.focus?.(); }); // of two in a row the second knows only the first
};
const show = el => { if (el && !el.open && el.isConnected) { el.showModal(); el.querySelector('[autofocus]')?.focus(); } };
const outside = e => { if (e.target === e.currentTarget) close(); };

const last = { sheet: null, turn: 0, opener: null };

/** The open sheet, if any. Each opening is a dialog of its own. */
export function Sheet() {
  const s = desk.sheet.value, kind = s && kinds[s.name];
  if (!kind) return last.sheet = null;
  if (!last.sheet) last.opener = document.activeElement;
  if (s !== last.sheet) Object.assign(last, { sheet: s, turn: last.turn + 1 });
  return html`<dialog class="over" key=${last.turn} ref=${show} onClose=${() => closed(s)} onClick=${outside} aria-labelledby="sheet-title">
    <div class="inside"><div class="bar"><h2 id="sheet-title">${kind.title(s)}</h2>
      <button type="button" class="round" data-act="close" aria-label=${t().close} onClick=${close}><${Sign} name="close" /></button></div>
    <${kind.body} ...${s} /></div><div ...${ear}></div></dialog>`;
}

// ---- which class, which hour --------------------------------------------------------------------------------------

const sought = signal('');
/** Why an hour just entered is not kept; empty when it is. */
const odd = signal('');
/** When somebody asked to send at once and nobody answered; null else. */
const stuckAt = signal(null);
effect(() => { if (desk.sheet.value) { sought.value = odd.value = ''; stuckAt.value = null; } }); // each search begins empty
/** Pupils shown of those found. */
const MOST = 12;

/** Enter takes the first of what is found. @param {KeyboardEvent} e */
const first = e => {
  if (e.key !== 'Enter' || !sought.peek().trim()) return;
  e.preventDefault(); // or it presses what has the focus next
  e.target.closest('dialog').querySelector('[data-found], [data-class]')?.click();
};

/** Who was looked for has the focus, and is seen for a moment where a finger shows none. @param {string} id */
function meet(id) {
  const name = document.querySelector(`[data-pupil="${id}"] .name`), data = name?.parentElement.dataset ?? {};
  name?.focus();
  data.sought = 'yes';
  setTimeout(() => { delete data.sought; }, 4000);
}

function PickClass() {
  const w = t(), s = desk.snapshot.value, words = folded(sought.value).split(/\s+/).filter(Boolean);
  const here = new Set(rolls.roll.value?.rows.map(r => r.id)); // the class on the desk first
  const has = text => words.every(x => folded(text).includes(x));
  const groups = (s?.groups ?? []).filter(g => !words.length || has(`${g.code} ${g.label}`));
  const pupils = words.length && sought.value.length > 1 ? (s?.pupils ?? []).filter(p => has(fullName(p))).sort((a, b) => here.has(b.id) - here.has(a.id)) : [], more = pupils.length - MOST;
  const recent = words.length ? [] : desk.habits.value.recent.map(id => desk.groupsById.value.get(id)).filter(Boolean);
  const part = (title, list) => list.length > 0 && html`<h3>${title}</h3><${ClassGrid} groups=${list} act=${close} />`;
  return html`<label class="field"><span>${w.searchLabel}</span><input type="search" autofocus=${desk.sheet.value?.find} autocomplete="off" spellcheck=${false} value=${sought.value} onInput=${e => { sought.value = e.target.value; }} onKeyDown=${first} /></label>
    <p class="unseen" role="status">${words.length ? w.found(groups.length + pupils.length) : ''}</p>
    ${!s?.groups.length && html`<p>${s ? w.noGroups : w.noSnapshot}</p>`}
    ${words.length > 0 && !groups.length && !pupils.length && html`<p>${w.foundNone}</p>`}
    ${pupils.length > 0 && html`<h3>${w.pupils}</h3><ul class="lines">${pupils.slice(0, MOST).map(p => s.groups.filter(g => g.pupils.includes(p.id)).sort((a, b) => (b.id === desk.place.value?.group) - (a.id === desk.place.value?.group)).map(g => html`<li key=${p.id + g.id}>
      <button type="button" data-found=${p.id} onClick=${() => { go({ group: g.id }); close(); requestAnimationFrame(() => meet(p.id)); }}><b>${called(p, g.id)}</b><small>${desk.groupName(g)}</small></button></li>`))}</ul>${more > 0 && html`<p data-more=${more}>${w.moreFound(more)}</p>`}`}
    ${recent.length > 1 && part(w.yours, recent)}
    ${part(w.classes, groups.filter(g => g.kind !== 'group'))}${part(w.groups, groups.filter(g => g.kind === 'group'))}`;
}

function PickHour() {
  const w = t(), p = desk.place.value, today = desk.here.value.date, days = daysAround(), own = desk.hasLessons.value ? desk.sessionsOn(p?.date) : [];
  const monday = (new Date(days[0]).getUTCDay() + 6) % 7;
  const week = Array.from({ length: 7 }, (_, i) => dayAfter(dayAfter(days[0], -monday), i));
  return html`<h3>${w.day}</h3><ul class="days">${week.map(d => html`<li key=${d} class="weekday" aria-hidden="true">${weekday(d)}</li>`)}
    ${days.map((d, i) => html`<li key=${d} style=${i ? undefined : { gridColumnStart: monday + 1 }}><button type="button" data-date=${d} data-today=${d === today ? w.today : undefined} data-lessons=${desk.hasLessons.value ? String(desk.sessionsOn(d).length) : undefined} aria-label=${dayName(d)} aria-pressed=${String(d === p?.date)} aria-current=${d === today ? 'date' : undefined}
      onClick=${() => go({ date: d })}>${dayOfMonth(d)}</button></li>`)}</ul>
    ${desk.hasLessons.value && html`<h3>${w.lessonsOf}, ${dayName(p?.date ?? today)}</h3>${own.length ? html`<${Lessons} sessions=${own} act=${close} />` : html`<p>${noLessons(p?.date ?? today)}</p>`}`}
    <h3>${desk.hasLessons.value ? w.bellHours : w.hours}</h3><ul class="keys hours">${desk.periodsOn(p?.date ?? today).map(x => {
      const r = p?.group && rolls.rollAt(x.start, p.group);
      return html`<li key=${x.start}><button type="button" data-period=${x.number} aria-pressed=${String(x.start === p?.start)} aria-current=${x === desk.periodNow.value && p?.date === today ? 'time' : undefined}
        onClick=${() => { go({ start: x.start, group: p?.group }); close(); }}><b>${hourText(x)}</b><small>${w.period(x.label, x.number)}</small>${r && (r.taken || r.marks.size > 0) && html`<${Sign} name=${r.taken ? 'check' : 'dot'} />`}</button></li>`;
    })}</ul>`;
}

// ---- one pupil ----------------------------------------------------------------------------------------------------

function Pupil({ pupil }) {
  const w = t(), roll = rolls.roll.value, row = roll?.rows.find(r => r.id === pupil);
  if (!row) return null;
  const who = id => id === desk.me.value?.person.id ? w.you : desk.nameOf(id) ?? w.someone;
  const marks = [...(roll.marks.get(pupil) ?? [])].reverse(), fresh = () => nowOf(rolls.roll.peek()?.rows.find(r => r.id === pupil) ?? row), now = nowOf(row);
  const rank = desk.me.value?.person.rank || 1, others = [...desk.kinds.value.values()].filter(k => !'ARP'.includes(k.code) && k.fromRank <= rank);
  const set = (kind, more = {}) => { const now = fresh(); mark(pupil, kind, { ...(kind === now.kind ? { minutes: now.minutes ?? null, from: now.from, until: now.until } : {}), note: now.note, ...more }); };
  const pick = (k, extra, body) => html`<button type="button" class=${`pick ${extra}`} key=${k} data-kind=${k} aria-pressed=${String(now.kind === k && !row.disputed)} disabled=${!!roll.closed} onClick=${() => fresh().kind !== k || row.disputed || !marks.length ? set(k, desk.kindOf(k).lasts ? { from: timeNow(roll) } : {}) : undefined}>${body}</button>`;
  const plain = desk.taste.value.firsts; // a projected screen: neither reasons nor notes
  return html`${row.disputed && !plain && html`<h3>${w.disputed}</h3><div class="choices">${choices(row).map(c => html`<button type="button" data-act="settle" data-kind=${c.kind} key=${c.kind + c.minutes}
        onClick=${() => { mark(pupil, c.kind, c); close(); }}><b>${w.markOf(c.kind, c.minutes)}</b><small>${c.who.map(who).join(', ')}</small></button>`)}</div>`}
    ${row.known && !plain && html`<p class="is-away"><${Sign} name=${signOf(row.known.kind)} /> ${knownText(row.known)}</p>`}
    ${row.refused && !plain && html`<p class="is-absent"><${Sign} name="warn" /> ${refusedText(row.refused)}. ${row.refused.refused.words}</p>`}
    ${roll.closed && html`<p class="is-late">${w.closed[roll.closed.code](roll.closed.at, roll.closed.day)}</p>`}
    <div class="choices three">${['P', 'A', 'R'].map(k => pick(k, k, html`<${Sign} name=${signOf(k)} /><b>${w.aim[k]}</b>`))}</div>
    ${plain && html`<p class="quiet">${w.firstsWhy}</p>`}
    ${others.length > 0 && !plain && html`<h3>${w.otherKinds}</h3><div class="choices kinds">${others.map(k => pick(k.code, 'other', html`<${Sign} name=${signOf(k.code)} /><b>${k.code}</b><span>${w.kindName(k.code)}</span>`))}</div>`}
    ${row.above && !plain && html`<p>${w.above(detailed(row.folded.shown), who(row.above.author))}${row.mine ? html`<br />${w.yoursKept(detailed(row.mine))}` : ''}</p>`}
    ${!row.disputed && !roll.closed && html`<${Details} now=${now} fresh=${fresh} set=${set} pupil=${pupil} plain=${plain} />`}
    ${!plain && html`<h3>${w.pupilHistory}</h3>${marks.length ? html`<ul class="lines plain">${marks.map(m => html`<li key=${m.id}><b>${detailed(m)}</b><span>${who(m.author)}, ${desk.timeOf(m.claimedAt)}</span>
      <small>${m.receivedAt ? w.received(desk.timeOf(m.receivedAt)) : m.position ? w.received('') : w.safe.tablet}</small></li>`)}</ul>` : html`<p>${w.nothingNoted}</p>`}`}`;
}

/** What holds of a pupil for whoever stands here. The field just left may have changed it within the same touch: ask anew before each change. */
const nowOf = row => row.above && row.mine ? row.mine : row.folded.shown ?? { kind: 'P' };

/** The time of now inside the hour on the desk, else its start, or what is given. */
function timeNow(roll, other = roll.start) {
  const { date, time } = desk.here.peek();
  return roll.date === date && time > roll.start && time < roll.end ? time : other;
}

/** A field that shows a value, unless a hand is at it. @param {string|null|undefined} value */
const shows = value => el => { if (el && el !== document.activeElement) el.value = value ?? ''; };
/** Minutes of a lateness, from and until of what lasts, a note: each change is a mark. */
function Details({ now, fresh, set, pupil, plain }) {
  const w = t(), kind = desk.kindOf(now.kind), late = now.minutes ?? 0, step = by => minutes((fresh().minutes ?? 0) + by), roll = rolls.roll.value;
  const minutes = n => set(now.kind, { minutes: n > 0 ? Math.min(n, 240) : null });
  const span = (name, value, field) => {
    const { kind, from, until } = fresh(), next = { from: from ?? null, until: until ?? null, [name]: value || null };
    if (kind !== now.kind) return; // somebody has said something else meanwhile: the field is gone with what it was about
    const wrong = next.from && next.until && next.from >= next.until ? w.badSpan : next.from >= roll.end || next.until && next.until <= roll.start ? w.badHour(hourText(roll)) : '';
    odd.value = wrong;
    field.setCustomValidity(wrong);
    if (!wrong) set(kind, next);
  };
  const leave = (name, field) => { if (field.validationMessage) field.value = fresh()[name] ?? ''; field.setCustomValidity(''); }; // not while keys are pressed: the browser tells each
  const { date, time } = desk.here.value, inHour = roll.date === date && time >= roll.start && time < roll.end;
  const back = e => { const from = fresh().from ?? roll.start, at = timeNow(roll); span('until', at <= from ? clockOf(minutesOf(from) + 1) : at, e.target.closest('.span').querySelector('[data-act=until]')); };
  return html`${kind.lateness && html`<h3 id="late-by">${w.lateBy}</h3><div class="stepper" role="group" aria-labelledby="late-by">
      <button type="button" data-act="fewer" aria-label=${w.fewer(1)} onClick=${() => step(-1)}>−1</button>
      <output aria-live="polite">${late ? w.minutes(late) : w.noMinutes}</output>
      <button type="button" data-act="more-minutes" aria-label=${w.moreMin(1)} onClick=${() => step(1)}>+1</button>
      ${[5, 10, 15, 30].map(n => html`<button type="button" key=${n} data-minutes=${n} aria-pressed=${String(late === n)} onClick=${() => minutes(n)}>${w.minutes(n)}</button>`)}</div>`}
    ${!plain && kind.lasts && html`<div class="span" key=${pupil + now.kind + 'span'}><label class="field"><span>${w.from}</span><input type="time" data-act="from" ref=${shows(now.from)} onChange=${e => span('from', e.target.value, e.target)} onBlur=${e => leave('from', e.target)} /></label>
      <label class="field"><span>${w.till}</span><input type="time" data-act="until" ref=${shows(now.until)} onChange=${e => span('until', e.target.value, e.target)} onBlur=${e => leave('until', e.target)} /></label>
      ${inHour && html`<button type="button" data-act="back" onClick=${back}>${w.backNow}</button>`}</div><p class="is-absent" role="alert">${odd.value}</p>`}
    ${!plain && html`<label class="field" key=${pupil}><span>${w.note}</span><input data-act="note" maxlength="200" autocomplete="off" aria-describedby="note-why" defaultValue=${now.note ?? ''} ref=${shows(now.note)} onChange=${e => { const note = e.target.value.trim() || null, { kind, note: old } = fresh(); if (note !== (old ?? null)) set(kind, { note }); }} /></label>
    <p class="quiet" id="note-why">${w.noteWhy}</p>`}`;
}

// ---- how the class is shown ----------------------------------------------------------------------------------------

function Views() {
  const w = t(), now = desk.taste.value, on = (name, pressed, act, sign) => html`<button type="button" key=${name} data-taste=${name} aria-pressed=${String(pressed)} onClick=${act}><${Sign} name=${sign} />${w.views[name] ?? w.taste[name]}</button>`;
  return html`<div class="choices three">${[['list', 'list'], ['plan', 'views'], ['faces', 'face']].map(([v, sign]) => on(v, (now.view ?? 'list') === v, () => { see({ view: v }); close(); }, sign))}</div>
    <h3>${w.tastes}</h3><div class="choices">${['left', 'firsts'].map(name => on(name, now[name], () => see({ [name]: !now[name] }), name === 'left' ? 'left' : 'face'))}</div><p class="quiet">${w.firstsWhy}</p>`;
}

// ---- where things are ---------------------------------------------------------------------------------------------

function factText(f) {
  const w = t(), b = f.body, group = desk.groupName({ id: b.group }), roll = b.date && `${group} ${dayName(b.date, true)} ${b.start}`.trim();
  const pupil = b.pupil && desk.pupilsById.value.get(b.pupil);
  if (f.kind === 'seats-arranged') return w.factSeats(group || '…');
  const plain = desk.taste.value.firsts && !'ARP'.includes(b.kind); // a projected screen: no reason
  return f.kind === 'marked' ? w.factMark(plain ? w.elsewhere : w.markOf(b.kind, b.minutes), pupil ? called(pupil, b.group) : '…', roll) : w.factRoll(roll);
}

async function sendNow() {
  stuckAt.value = null;
  await push();
  if (isStuck()) stuckAt.value = instant(desk.clock.now);
}

function SafeBody() {
  const w = t(), all = desk.waiting.value, link = desk.link.value, told = untold.value;
  const refused = all.filter(x => x.refused), open = all.filter(x => !x.refused), memory = open.filter(x => !x.held);
  const age = at => w.age(Math.max(0, Math.floor((desk.tick.value - Date.parse(at)) / 60_000)));
  const line = x => html`<b>${factText(x)}</b>${x.author !== desk.me.value?.person.id && html`<span>${w.byOther(desk.nameOf(x.author) ?? w.someone)}</span>`}`;
  return html`<p class="state"><b>${w.link[link]}.</b> ${link === 'polling' ? w.linkWhy.polling(desk.me.value?.person.reloadSeconds || 30) : w.linkWhy[link] ?? w.noNetworkShort}</p>
    ${!all.length && !told.length && html`<p class="well"><${Sign} name="check" />${w.waitingNone}</p>`}
    ${open.length > memory.length && html`<p>${w.waitingSome(open.length - memory.length)}</p>`}${memory.length > 0 && html`<p>${w.waitingMemory(memory.length)}</p>`}
    ${open.length > 0 && html`<ul class="lines plain">${open.slice(0, 60).map(x => html`<li key=${x.id}>${line(x)}<small>${age(x.claimedAt)}</small></li>`)}</ul>
      <p><button type="button" class="main" data-act="send" onClick=${sendNow}>${w.sendNow}</button></p><p role="status">${stuckAt.value && w.stuck(desk.timeOf(stuckAt.value))}</p>`}
    ${told.length > 0 && html`<h3>${w.problem}</h3><ul class="lines plain">${told.map(p => html`<li key=${p.id}><b>${p.subject}</b><span>${w.problemState[p.state]}</span><small>${age(p.writtenAt)}</small></li>`)}</ul>`}
    ${refused.length > 0 && html`<h3>${w.refusedTitle}</h3><p>${w.refusedWhy}</p><ul class="lines plain">${refused.map(x => html`<li key=${x.id}>${line(x)}<span class="is-absent whole">${x.refused.words || x.refused.code}</span>
      <button type="button" data-act="again" onClick=${() => again(x)}>${w.again}</button>${mayDrop(x) && html`<button type="button" data-act="drop" onClick=${() => drop(x)}>${w.drop}</button>`}</li>`)}</ul>`}`;
}

// ---- help, leaving ------------------------------------------------------------------------------------------------

function Evacuation() {
  const w = t(), { date, time } = desk.here.value, list = lines => lines.map(l => `${fullName(l.pupil)}${l.kind && l.kind !== 'A' ? ` (${w.markOf(l.kind)})` : ''}`).join(', ');
  rolls.fetchDay(date);
  return html`<p>${dayName(date)}, ${time}</p><ul class="lines plain">${rolls.presence.value.map(g => html`<li key=${g.id} data-class=${g.code} data-taken=${g.taken ? 'yes' : g.begun ? 'begun' : 'no'}><b>${g.name}</b>
    <span>${w.inside(g.total - g.away.length, g.total)}</span>${g.away.length > 0 && html`<span class="is-absent">${w.missing(list(g.away))}</span>`}${g.elsewhere.length > 0 && html`<span class="is-away">${w.inHouse(list(g.elsewhere))}</span>`}
    ${!g.taken && html`<small>${g.begun ? w.toValidate : w.notCalled}</small>`}</li>`)}</ul>
    <p><button type="button" data-act="print" onClick=${() => print()}>${w.print}</button></p>`;
}

/** On a classroom tablet leaving loses nothing and asks nothing, unless something is in memory alone: what was entered stays there and is sent. */
const leave = () => desk.waiting.peek().some(x => !desk.device.peek()?.shared || !x.held) ? (desk.sheet.value = { name: 'leave' }) : goAway();
const goAway = () => { forgetPictures(); return desk.device.peek()?.shared ? forget() : signOut(); };

const Leave = () => html`<p>${t().leaveWhy(desk.waiting.value.length)} ${desk.waiting.value.every(x => x.held) && t().leaveKept}</p>${desk.waiting.value.some(x => !x.held) && html`<p class="is-absent">${t().leaveMemory}</p>`}
  <p class="row-of"><button type="button" class="main" data-act="stay" autofocus onClick=${close}>${t().stay}</button><button type="button" data-act="leave" onClick=${goAway}>${t().leave}</button></p>`;

/** A link or QR of the office was opened where somebody is signed in: their own tablet, perhaps. */
const Enrol = ({ code }) => html`<p>${t().enrolSure(desk.me.value?.person.name ?? '')}</p>
  <p class="row-of"><button type="button" class="main" data-act="stay" autofocus onClick=${close}>${t().cancel}</button><button type="button" data-act="enrol" onClick=${() => { close(); takeCode(code); }}>${t().enrol}</button></p>`;

const kinds = {
  class: { title: s => s.find ? t().find : t().pickClass, body: PickClass }, hour: { title: () => t().pickHour, body: PickHour },
  views: { title: () => t().view, body: Views },
  pupil: { title: s => { const p = desk.pupilsById.value.get(s.pupil); return p ? called(p) : ''; }, body: Pupil },
  evacuation: { title: () => t().evacuation, body: Evacuation },
  safe: { title: () => t().safeTitle, body: SafeBody }, help: { title: () => t().helpTitle, body: () => html`<${Help} leave=${leave} />` }, problem: { title: () => t().problem, body: Problem }, leave: { title: () => t().leaveTitle, body: Leave }, enrol: { title: () => t().classroom, body: Enrol }, doubted: { title: () => t().doubted, body: Doubted },
};
