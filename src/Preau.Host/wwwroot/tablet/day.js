// The school's day on the tablet: which session is meant, whether its roll is due, who may mark when, what is known of a
// pupil beforehand, who is in the house. Pure; the server has the same rules, and both pass spec/timetable/due.json, spec/rollcall/rules.json and
// spec/rollcall/fire.json.
import { clockOf, dayAfter, minutesOf } from './clock.js';

/**
 * @typedef {{id:string, date:string, start:string, end:string, group:string, subject:string, teachers:string[], room:string|null,
 *   state:'due'|'cancelled'|'moved'|'out', why:string|null}} Session
 * @typedef {'taken'|'notdue'|'begun'|'later'|'due'|'overdue'|'missed'} RollState
 * @typedef {{date:string, minutes:number}} Now  wall clock of the school
 * @typedef {{opensBefore:number, closesAfter:number|null}} Hours  of marking, minutes; closesAfter null: until midnight
 */

const SUPERVISOR = 3;
/** Minutes on a line through all days. */
const line = (date, minutes) => Date.parse(date) / 60_000 + minutes;

/** Whether a stretch belongs to an hour: they share at least half of the shorter one. */
export function isIn(start, end, hourStart, hourEnd) {
  const [a, b, c, d] = [start, end, hourStart, hourEnd].map(minutesOf);
  return Math.max(0, Math.min(b, d) - Math.max(a, c)) * 2 >= Math.min(b - a, d - c);
}

/**
 * Whether the pupils who were expected have been called in that stretch: by a roll of that group, or by others together.
 * @param {Session} session @param {string[]} expected @param {{group:string, start:string, end:string, shown:string[]}[]} rolls validated, of that day
 */
export function isCalled(session, expected, rolls) {
  const here = rolls.filter(r => isIn(r.start, r.end, session.start, session.end));
  return here.some(r => r.group === session.group)
    || (here.length > 0 && expected.length > 0 && expected.every(p => here.some(r => r.shown.includes(p))));
}

/**
 * The state of one session's roll.
 * @param {Session} session @param {{called:boolean, begun:boolean, expected:string[]}} roll expected: without those known to be elsewhere
 * @param {Now} now @param {number} lateAfter minutes @returns {RollState}
 */
export function stateOf(session, { called, begun, expected }, now, lateAfter) {
  if (called) return 'taken';
  if (session.state !== 'due' || !expected.length) return 'notdue';
  const at = line(now.date, now.minutes), start = line(session.date, minutesOf(session.start)), end = line(session.date, minutesOf(session.end));
  if (begun && at < end) return 'begun';
  return at < start ? 'later' : at >= end ? 'missed' : at < start + lateAfter ? 'due' : 'overdue';
}

/**
 * Why a mark may not be made, or null; the server asks the same again. Kind and stay are null for a validation.
 * @param {{date:string, start:string, end:string, now:Now, rank:number, hours:Hours|null, kind?:null|{exists:boolean, fromRank:number}, stay?:null|{enteredOn:string|null, leftOn:string|null}}} asked
 * @returns {null|{code:string, at?:string}} at: the time or date from which it may, or might
 */
export function whyRefused({ date, start, end, now, rank, hours, kind = null, stay = null }) {
  if (rank < SUPERVISOR && hours) {
    const at = line(now.date, now.minutes), opens = minutesOf(start) - hours.opensBefore;
    if (at < line(date, opens)) return { code: 'rollcall.too-early', at: clockOf(opens) };
    const closes = hours.closesAfter === null ? 1440 : minutesOf(end) + hours.closesAfter;
    if (at >= line(date, closes)) return { code: 'rollcall.too-late', at: clockOf(closes) };
  }
  if (kind && !kind.exists) return { code: 'rollcall.unknown-kind' };
  if (kind && rank < kind.fromRank) return { code: 'rollcall.kind-not-yours' };
  if (stay?.enteredOn && date < stay.enteredOn) return { code: 'rollcall.not-yet', at: stay.enteredOn };
  if (stay?.leftOn && date >= stay.leftOn) return { code: 'rollcall.left', at: stay.leftOn };
  return null;
}

/**
 * The session a teacher means when opening the page: the one under way, else the next of the day.
 * @param {Session[]} sessions own, of that day, by start @param {number} minutes since midnight @returns {Session|null}
 */
export function meant(sessions, minutes) {
  const due = sessions.filter(s => s.state === 'due');
  return due.find(s => minutesOf(s.start) <= minutes && minutes < minutesOf(s.end)) ?? due.find(s => minutesOf(s.start) > minutes) ?? null;
}

/**
 * What is known of pupils in a stretch of a day: pupil → the line that speaks of it, and the last day it holds (null: beyond what we have).
 * @param {{id:string, pupil:string, kind:string, date:string, start:string|null, end:string|null}[]} known by date
 * @returns {Map<string, {kind:string, start:string|null, end:string|null, last:string|null}>}
 */
export function knownAt(known, date, start, end, horizon) {
  const found = new Map();
  for (const k of known) {
    if (k.date !== date || found.has(k.pupil) || (k.start && k.start >= end) || (k.end && k.end <= start)) continue;
    let last = date;
    for (let next; known.some(x => x.id === k.id && x.date === (next = dayAfter(last, 1)));) last = next;
    found.set(k.pupil, { kind: k.kind, start: k.start, end: k.end, last: last >= horizon ? null : last });
  }
  return found;
}

/** What a mark tells of the house: in its room, in it elsewhere, out of it with the school, or not known to be there. */
const placeOf = k => k.inRoom ? 'seen' : k.code === 'SO' || k.code === 'ST' ? 'out' : k.responsibility || k.code === 'DA' ? 'elsewhere' : 'absent';

/**
 * Where pupils are at a time of the day, as far as the school knows; the server's fire list. The latest hour in which somebody spoke of a
 * pupil counts; to be called in a roll is not to be seen when an absence was announced: that row is left as it is.
 * @param {string[]} pupils
 * @param {{said:{pupil:string, start:string, until?:string|null, kind:string, disputed:boolean, position:number|null}[], rolls:{start:string, shown:string[]}[],
 *   known:{pupil:string, kind:string, start:string|null, end:string|null}[], out:Set<string>, kindOf:(code:string) => any}} day
 *   said: folded, one per pupil and roll, one whose time elsewhere has ended is back; rolls: validated; out: whose class is out of the house now
 * @param {string} time such as 08:20
 * @returns {Map<string, {where:'expected'|'seen'|'absent'|'out'|'elsewhere', kind:string|null, since:string|null, announced:boolean}>}
 */
export function whereabouts(pupils, { said, rolls, known, out, kindOf }, time) {
  const missing = new Map(), came = new Map(), called = new Map();
  const latest = (map, pupil, start) => { if (!(map.get(pupil) >= start)) map.set(pupil, start); };
  const place = s => s.position ?? Infinity;
  for (const s of said) {
    const old = missing.get(s.pupil);
    if (s.start > time) continue;
    if (!s.disputed && (s.kind === 'P' || s.until && s.until <= time)) latest(came, s.pupil, s.start);
    else if (!old || old.start < s.start || old.start === s.start && place(old) < place(s)) missing.set(s.pupil, s);
  }
  for (const r of rolls) if (r.start <= time) for (const pupil of r.shown) latest(called, pupil, r.start);
  const where = pupil => {
    const s = missing.get(pupil), away = known.find(k => k.pupil === pupil && (k.start ?? '00:00') <= time && time < (k.end ?? '24:00'));
    if (s && !(called.get(pupil) > s.start) && !(came.get(pupil) > s.start)) return { where: placeOf(kindOf(s.kind)), kind: s.kind, since: s.start, announced: false };
    if (away && !kindOf(away.kind).inRoom && !(came.get(pupil) >= (away.start ?? '00:00'))) return { where: placeOf(kindOf(away.kind)), kind: away.kind, since: null, announced: true };
    if (out.has(pupil)) return { where: 'out', kind: null, since: null, announced: true };
    return { where: called.has(pupil) ? 'seen' : 'expected', kind: null, since: called.get(pupil) ?? null, announced: false };
  };
  return new Map(pupils.map(pupil => [pupil, where(pupil)]));
}
