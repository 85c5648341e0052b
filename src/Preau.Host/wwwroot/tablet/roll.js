// The roll on the desk: heading, the class, foot.
import { h, htm } from '../vendor/libraries.js';
import * as desk from './desk.js';
import * as rolls from './rolls.js';
import { see, undo, undoable, validate } from './acts.js';
import { go, goNow, inRadius, nextTo, turn } from './places.js';
import { dayAfter } from './clock.js';
import { open } from './hand.js';
import { unsent } from './help.js';
import { called } from './names.js';
import { Rows } from './rows.js';
import { Sign } from './sign.js';
import { whoSaid } from './texts.js';
import { ArrangeFoot, Faces, isArranging, Plan } from './views.js';
import { dayName, lang, t } from './words.js';

const html = htm.bind(h);
/** @param {{start:string, end:string}} p */
export const hourText = p => `${p.start}–${p.end}`;

const VIEWS = { list: Rows, plan: Plan, faces: Faces };

/** The whole screen. */
export function RollScreen() {
  const roll = rolls.roll.value, View = VIEWS[desk.taste.value.view] ?? Rows;
  return html`<div class="page" data-tiles=${roll?.rows.length && View !== Rows ? 'yes' : undefined} data-hand=${desk.taste.value.left ? 'left' : undefined} data-closed=${roll?.closed ? 'yes' : undefined}>
    <${Heading} roll=${roll} p=${desk.place.value} now=${desk.isNow.value} />
    ${!roll ? html`<${Choose} />` : !roll.rows.length ? html`<main class="empty"><p>${t().noPupils}</p></main>`
      : html`<${View} key=${roll.group} roll=${roll} lang=${lang.value} />`}
    ${roll && isArranging() ? html`<${ArrangeFoot} />` : html`<${Foot} roll=${roll} />`}
  </div>`;
}

/** @param {{roll:any, p:any, now:boolean}} props p: the hour shown, null while there is none; now: it is the one that runs */
export function Heading({ roll, p, now }) {
  const w = t();
  const period = p && desk.periodsOn(p.date).find(x => x.start === p.start), lessons = desk.hasLessons.value;
  return html`<header class="top">
    <h1 class="where"><button type="button" class=${roll?.session ? 'two' : undefined} data-act="pick-class" title=${w.pickClass} onClick=${() => open('class')}>
      <span>${roll?.name ?? w.choose}</span><${Sign} name="down" />${roll?.session && html`<small>${[roll.session.subject, roll.session.room && w.room(roll.session.room)].filter(Boolean).join(' · ')}</small>`}</button></h1>
    ${p && html`<div class="hour">
      <button type="button" class="round" data-act="previous-hour" aria-label=${lessons ? w.previousLesson : w.previousHour} aria-disabled=${nextTo(-1, p) ? undefined : 'true'} onClick=${() => turn(-1)}><${Sign} name="left" /></button>
      <button type="button" class="when" data-act="pick-period" title=${w.pickHour} onClick=${() => open('hour')}>
        <b>${hourText(p)}</b><small><span class="short">${dayName(p.date, true)}${p.number ? ' · ' : ''}</span>${p.number ? w.period(period?.label, p.number) : ''}</small></button>
      <button type="button" class="round" data-act="next-hour" aria-label=${lessons ? w.nextLesson : w.nextHour} aria-disabled=${nextTo(1, p) ? undefined : 'true'} onClick=${() => turn(1)}><${Sign} name="right" /></button>
    </div>`}
    <${Safe} roll=${roll} />
    <p class="counts">${p && html`<span class="day">${dayName(p.date)}</span>`}
      ${roll && html`<span>${w.pupilCount(roll.rows.length)}</span>
        ${roll.absent > 0 && html`<span class="is-absent">${w.absentCount(roll.absent)}</span>`}
        ${roll.late > 0 && html`<span class="is-late">${w.lateCount(roll.late)}</span>`}
        ${roll.elsewhere > 0 && html`<span class="is-away">${w.elsewhereCount(roll.elsewhere)}</span>`}
        ${roll.announced > 0 && html`<span class="is-away">${w.knownCount(roll.announced)}</span>`}
        ${roll.disputes > 0 && html`<span class="is-disputed">${w.disputeCount(roll.disputes)}</span>`}
        ${roll.rows.length > 0 && html`<span class=${roll.taken && !roll.changed ? 'is-here' : ''}>${takenText(roll)}</span>`}`}
      ${p && !now && desk.now.value && html`<button type="button" class="link" data-act="now" onClick=${goNow}>${lessons ? w.nowLesson : w.nowHour}</button>`}
    </p>
  </header>`;
}

/** @param {any} roll how it stands, in words */
export function takenText(roll) {
  const w = t(), k = roll.taken;
  if (!k && roll.off) return w.off[roll.session.why] ?? w.off[roll.session.state] ?? w.off.cancelled;
  if (!k && roll.closed) return w.closed[roll.closed.code](roll.closed.at, roll.closed.day);
  if (!k) return roll.rows.some(r => r.marked) ? w.toValidate : w.notTaken;
  if (roll.changed) return w.changedSince(roll.added);
  const time = desk.timeOf(k.validatedAt);
  return k.validatedBy === desk.me.value?.person.id ? w.validated(time) : w.validatedBy(time, whoSaid(k.validatedBy));
}

/** Where what was entered is: the roll on the desk first, then what else waits, with its age. */
function Safe({ roll }) {
  const w = t(), all = desk.waiting.value, refused = all.some(x => x.refused), { count, minutes } = unsent.value;
  let state = roll?.safe ?? 'none';
  if (refused) state = 'refused';
  const writing = state === 'memory' && ['ok', 'kept'].includes(desk.storage.value);
  const text = state === 'received' ? w.received(desk.timeOf(roll.receivedAt)) : writing ? w.safe.writing : w.safe[state];
  const age = count > 0 && !writing && (minutes > 0 || count > (roll?.waiting.filter(x => !x.refused).length ?? 0));
  const sign = { none: 'dot', memory: 'warn', tablet: 'tablet', received: 'check', refused: 'warn' }[state];
  const link = desk.link.value;
  return html`<button type="button" class="safe" data-act="safe" data-safe=${state === 'memory' ? 'none' : state} data-link=${link} onClick=${() => open('safe')}>
    <${Sign} name=${sign} /><span class="said">${state === 'none' && count ? w.unsent(count, w.age(minutes)) : text}</span>
    ${state !== 'none' && age && html`<small>${w.unsent(count, w.age(minutes))}</small>`}
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
    ${own.length ? html`<${Lessons} sessions=${own} />` : html`<p>${noLessons(date)}</p>`}`}
    <h2>${desk.hasLessons.value ? w.offTimetable : w.pickClassWhy}</h2><${ClassGrid} groups=${s.groups} /></main>`;
}

/** Why no session is shown on a day. @param {string} date */
export const noLessons = date => date > rolls.horizon.value ? t().noDayYet : t().noLessons;

/** How a session's roll stands: a sign, words, a colour. */
const STANDS = { taken: ['check', 'is-here'], begun: ['dot', 'is-late'], later: ['', 'quiet'], due: ['dot', 'is-now'], overdue: ['warn', 'is-late'], missed: ['warn', 'is-absent'], notdue: ['off', 'quiet'] };

/** @param {{sessions:import('./day.js').Session[], act?:() => void}} props a day's sessions, each with the state of its roll */
export function Lessons({ sessions, act }) {
  const w = t(), p = desk.place.value;
  return html`<ul class="lessons">${sessions.map(s => {
    const state = rolls.stateOfSession(s), [sign, tone] = STANDS[state], group = desk.groupsById.value.get(s.group);
    const said = state === 'notdue' && s.state !== 'due' ? w.off[s.why] ?? w.off[s.state] ?? w.off.cancelled : w.stands[state];
    return html`<li key=${s.id + s.start}><button type="button" data-session=${s.id} data-roll=${state} aria-pressed=${String(p?.date === s.date && p.start === s.start && p.group === s.group)} onClick=${() => { go(s); act?.(); }}>
      <b class="hours">${hourText(s)}</b><span class="what"><b>${group ? desk.groupName(group) : '…'}</b> ${s.subject}${s.room ? html` <small>${w.room(s.room)}</small>` : ''}</span>
      <span class=${`stand ${tone}`}>${sign && html`<${Sign} name=${sign} />`}${said}</span></button></li>`;
  })}</ul>`;
}

/** @param {{groups:any[], act?:() => void}} props the classes as large keys */
export function ClassGrid({ groups, act }) {
  const state = g => { const r = desk.place.value && rolls.rollAt(desk.place.value.start, g.id); return r?.taken ? 'taken' : r?.marks.size ? 'begun' : null; };
  const levels = levelsOf(groups);
  return html`<ul class="keys">${groups.map((g, i) => html`<li key=${g.id} class=${levels[i] !== levels[i - 1] ? 'level' : undefined}><button type="button" data-class=${g.code} aria-pressed=${String(desk.place.value?.group === g.id)}
    onClick=${() => { go({ group: g.id }); act?.(); }}><b>${desk.groupName(g)}</b><small>${t().pupilCount(g.pupils.length)}</small>
    ${state(g) && html`<${Sign} name=${state(g) === 'taken' ? 'check' : 'dot'} />`}</button></li>`)}</ul>`;
}

/** The level each code begins with (2NDE of 2NDE04, 6 of 6B), so that each level starts its own line. */
function levelsOf(groups) {
  const stems = groups.map(g => /^\d*\s*\D*/.exec(g.code)[0].trim());
  return new Set(stems).size * 3 <= groups.length ? stems : groups.map(g => g.code[0]);
}

// ---- foot ---------------------------------------------------------------------------------------------------------

const VIEW_SIGNS = { list: 'list', plan: 'views', faces: 'face' };

/** @param {{roll:any}} props */
export function Foot({ roll }) {
  const w = t(), last = roll && undoable(roll), name = last && called(desk.pupilsById.value.get(last.pupil));
  const settled = roll?.taken && !roll.changed;
  const count = roll && [roll.absent && w.absentCount(roll.absent), roll.late && w.lateCount(roll.late), roll.elsewhere && w.elsewhereCount(roll.elsewhere), roll.announced && w.knownCount(roll.announced), roll.disputes && w.disputeCount(roll.disputes)].filter(Boolean).map(part => part.replaceAll(' ', '\u00a0')).join(', ');
  const shut = roll?.closed && !settled;
  return html`<footer class="foot">
    <button type="button" class="tool" data-act="undo" aria-disabled=${last ? undefined : 'true'} title=${last ? w.undoWhat(name) : w.undo} onClick=${undo}><${Sign} name="undo" /><span>${w.undo}${last && html`<small>${name}</small>`}</span></button>
    <button type="button" class="tool" data-act="find" onClick=${() => open('class', { find: true })}><${Sign} name="find" /><span>${w.find}</span></button>
    <button type="button" class="tool" data-act="help" onClick=${() => open('help')}><${Sign} name="help" /><span>${w.help}</span></button>
    ${roll && html`<div class="views" role="group" aria-label=${w.view}>${['list', 'plan', 'faces'].map(v => html`<button type="button" key=${v} data-view=${v} title=${w.views[v]} aria-label=${w.views[v]} aria-pressed=${String(desk.taste.value.view === v)} onClick=${() => see({ view: v })}><${Sign} name=${VIEW_SIGNS[v]} /></button>`)}</div>
      <button type="button" class="tool narrow" data-act="views" onClick=${() => open('views')}><${Sign} name=${VIEW_SIGNS[desk.taste.value.view] ?? 'list'} /><span>${w.view}</span></button>`}
    ${roll && roll.rows.length > 0 && html`<button type="button" class="validate" data-act="validate" data-done=${settled ? 'yes' : undefined} data-quiet=${shut || (roll.off && !roll.taken) ? 'yes' : undefined} aria-disabled=${settled || shut ? 'true' : undefined} onClick=${validate}>
      ${shut ? html`<b>${takenText({ ...roll, taken: null, off: false })}</b>` : settled ? html`<${Sign} name="check" /><b>${takenText(roll)}</b>` : html`<b>${roll.changed ? w.validateAgain : w.validate}</b><small>${count || (roll.safe === 'refused' ? w.refusedCount(roll.waiting.filter(x => x.refused).length) : w.validateNone)}</small>`}</button>`}
  </footer>`;
}

/** The fifteen days around today. */
export const daysAround = () => Array.from({ length: 15 }, (_, i) => dayAfter(desk.here.value.date, i - 7)).filter(inRadius);
