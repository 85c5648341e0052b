// The day on the desk, roll by roll: what the server told and what waits, ready to be shown.
import { computed } from '../vendor/libraries.js';
import { dayAfter, minutesOf } from './clock.js';
import { isCalled, knownAt, stateOf, whereabouts } from './day.js';
import { closed, dateOf, dayRules, days, groupName, groupsById, here, kindOf, kinds, me, mustPass, place, pupilsById, sessionOf, snapshot, today, waiting } from './desk.js';
import { fold } from './fold.js';
import { safety } from './outbox.js';
import * as store from './store.js';
import { dayName } from './words.js';

const rollKey = (start, group) => `${start}|${group}`;

const emptyRoll = (start, group) => ({ start, group, marks: new Map(), taken: null, waiting: [], receivedAt: null });
const add = (r, m) => r.marks.has(m.pupil) ? r.marks.get(m.pupil).push(m) : r.marks.set(m.pupil, [m]);

/** What the server has told of a day, by roll. */
const byRoll = told => {
  const rolls = new Map();
  const roll = (start, group) => {
    const key = rollKey(start, group);
    if (!rolls.has(key)) rolls.set(key, emptyRoll(start, group));
    return rolls.get(key);
  };
  const later = (r, at) => { if (at && (!r.receivedAt || at > r.receivedAt)) r.receivedAt = at; };
  for (const m of told?.marks.values() ?? []) { const r = roll(m.start, m.group); add(r, m); later(r, m.receivedAt); }
  for (const k of told?.rolls.values() ?? []) { const r = roll(k.start, k.group); r.taken = k; later(r, k.receivedAt ?? k.validatedAt); }
  return rolls;
};
/** The same of the day on the desk; a whole school's day, so it is not gone through at each tap. */
const toldToday = computed(() => byRoll(days.value.get(place.value?.date)));
/** What waits of a day. */
const waitingOf = date => waiting.value.filter(w => w.body.date === date);
/** A mark that waits, as the fold takes it. */
const markOf = w => ({ id: w.id, position: null, author: w.author, rank: w.rank, claimedAt: w.claimedAt, receivedAt: null, ...w.body });
/** What waits of the day on the desk. */
const waitingToday = computed(() => place.value ? waitingOf(place.value.date) : []);

/** The marks and rolls of one day, the server's and ours, by roll. */
const dayOnDesk = computed(() => together(toldToday.value, waitingToday.value, days.value.get(place.value?.date)?.marks));
function together(told, mine, known) {
  if (!mine.length) return told;
  const rolls = new Map(told);
  for (const w of mine) {
    const { start, group } = w.body, key = rollKey(start, group), old = told.get(key);
    if (rolls.get(key) === old) rolls.set(key, old ? { ...old, marks: new Map([...old.marks].map(([pupil, marks]) => [pupil, [...marks]])), waiting: [] } : emptyRoll(start, group));
    const r = rolls.get(key);
    r.waiting.push(w);
    if (w.refused || known?.has(w.id)) continue;
    if (w.kind === 'marked') add(r, markOf(w));
    else r.taken = { ...w.body, validatedAt: w.claimedAt, validatedBy: w.author, position: null };
  }
  return rolls;
}

/** @param {string} start @param {string} group @returns what is known of another roll of the day on the desk, or undefined */
export const rollAt = (start, group) => dayOnDesk.value.get(rollKey(start, group));

/** The last day of which the register tells. */
export const horizon = computed(() => snapshot.value ? dayAfter(dateOf(snapshot.value.serverTime), 7) : '');
/** Known beforehand at an hour: pupil → what. */
const knownOn = p => p ? knownAt(snapshot.value?.known ?? [], p.date, p.start, p.end, horizon.value) : new Map();
const known = computed(() => knownOn(place.value));

/** The state of a session's roll, of the day on the desk. @param {import('./day.js').Session} s @returns {import('./day.js').RollState} */
export function stateOfSession(s) {
  const all = [...dayOnDesk.value.values()], away = knownAt(snapshot.value?.known ?? [], s.date, s.start, s.end, s.date);
  const expected = (groupsById.value.get(s.group)?.pupils ?? []).filter(id => !away.has(id));
  const rolls = all.filter(r => r.taken).map(r => r.taken);
  return stateOf(s, { called: isCalled(s, expected, rolls), begun: all.some(r => r.group === s.group && r.start >= s.start && r.start < s.end && r.marks.size > 0), expected },
    here.value, dayRules.value.lateAfter);
}

/** Whether something of an earlier hour still waits: else a tap at this hour changes nothing there. */
const waitsBefore = computed(() => waitingToday.value.some(w => w.body.start < place.value.start));

/** Pupils absent at the last earlier hour at which a roll saw them: pupil → start. */
const absentBefore = computed(() => absentUntil(place.value?.start ?? '', (waitsBefore.value ? dayOnDesk : toldToday).value));
function absentUntil(at, day) {
  const found = new Map(), earlier = [...day.values()].filter(r => r.start < at).sort((a, b) => a.start < b.start ? -1 : 1);
  for (const r of earlier) {
    for (const id of r.taken?.shown ?? []) found.delete(id);
    for (const [id, marks] of r.marks) fold(marks).shown?.kind === 'A' ? found.set(id, r.start) : found.delete(id);
  }
  return found;
}

/**
 * The roll on the desk, ready to be shown, or null while there is none.
 * rows: one per pupil, in register order; changed: the class is no longer the set that was validated.
 */
export const roll = computed(() => readied(place.value, dayOnDesk, absentBefore, known, shut, rowOf));

let was = null;
/** Why the roll on the desk may not be marked now: told when it changes, not every minute. */
const shut = computed(() => {
  const { date } = place.value ?? {}, why = place.value && closed(place.value), now = why && { ...why, day: date === today.value ? null : dayName(date, true) };
  return was = was && now && was.code === now.code && was.at === now.at && was.day === now.day ? was : now;
});

/** The same of another hour, once that hour has come, as it stands now: of the day on the desk, or of a day of which nothing is told. @param {NonNullable<typeof place.value>} p */
export function rollOn(p) {
  const day = p.date === place.value?.date ? dayOnDesk.value : new Map();
  return readied(p, { value: day }, { value: absentUntil(p.start, day) }, { value: knownOn(p) }, { value: null }, newRow);
}

function readied(p, day, absent, known, shut, rowOf) {
  const group = p && groupsById.value.get(p.group);
  if (!group) return null;
  const r = day.value.get(rollKey(p.start, p.group)) ?? emptyRoll(p.start, p.group);
  const past = p.date < today.value && r.taken;
  const ids = past ? r.taken.shown : group.pupils;
  const extra = past ? [] : [...r.marks.keys()].filter(id => !ids.includes(id));
  const before = absent.value, session = sessionOf(p.date, p.start, p.group);
  const refused = new Map(r.waiting.filter(w => w.refused && w.kind === 'marked').map(w => [w.body.pupil, w]));
  const rows = [...ids, ...extra].filter(id => pupilsById.value.has(id)).map((id, i) => rowOf(id, i, r.marks.get(id), before.get(id), known.value.get(id), refused.get(id)));
  const shown = r.taken ? new Set(r.taken.shown) : null;
  const added = shown ? rows.filter(x => !shown.has(x.id)).length : 0;
  return {
    ...p, name: groupName(group), session, rows, taken: r.taken, marks: r.marks, added, closed: shut.value, off: session && session.state !== 'due',
    elsewhere: rows.filter(x => x.state === 'away' && !x.inRoom).length, announced: rows.filter(x => x.known && !x.marked).length,
    changed: !!shown && !past && (added > 0 || shown.size !== rows.length),
    absent: rows.filter(x => x.state === 'absent' && !x.disputed).length, late: rows.filter(x => x.state === 'late' && !x.disputed).length, // what is in dispute is counted there
    disputes: rows.filter(x => x.disputed).length,
    waiting: r.waiting, receivedAt: r.receivedAt, safe: safety(r.waiting, r.receivedAt),
  };
}

/** How a kind looks: by its flags; one that a newer server knows and this page does not is shown as it is, never erased: away. */
const stateOfKind = k => k.code === 'P' ? 'present' : k.absence ? 'absent' : k.lateness ? 'late' : 'away';

/** pupil → its row as last made and from what: a row of which nothing has changed is the same object, and nobody looks at it again. */
const made = new Map();
const sameMarks = (a, b) => a === b || (a?.length === b?.length && a?.every((m, i) => m.id === b[i].id && m.position === b[i].position && m.rank === b[i].rank));

/** What all rows are made from. */
const ground = computed(() => ({ pupils: pupilsById.value, me: me.value, kinds: kinds.value }));

function rowOf(id, i, marks, before, known, refused) {
  const on = ground.value, pass = mustPass.value.has(id), old = made.get(id);
  if (old && old.on === on && old.i === i && old.before === before && old.known === known && old.refused === refused && old.pass === pass && sameMarks(old.marks, marks)) return old.row;
  const row = newRow(id, i, marks, before, known, refused);
  made.set(id, { on, i, before, known, refused, pass, marks, row });
  return row;
}

function newRow(id, i, marks, before, known, refused) {
  const f = fold(marks ?? []), { id: self, rank = 1 } = me.value?.person ?? {}, own = f.alive.filter(m => m.author === self), mine = own.find(m => m.rank === rank) ?? own[0], kind = kindOf(f.shown?.kind ?? 'P');
  return {
    id, number: i + 1, pupil: pupilsById.value.get(id), folded: f, mine, inRoom: !!kind.inRoom,
    state: stateOfKind(kind), kind: kind.code, minutes: f.shown?.minutes ?? null, disputed: f.disputed,
    marked: !!marks?.length, known: known ?? null, pass: mustPass.value.has(id), above: f.shown && f.shown.rank > rank ? f.shown : null,
    refused: refused ?? null, before: before ?? null,
  };
}

const pupilKey = m => `${m.start}|${m.group}|${m.pupil}`;
const byPupil = marks => { const all = new Map(); for (const m of marks) all.has(pupilKey(m)) ? all.get(pupilKey(m)).push(m) : all.set(pupilKey(m), [m]); return all; };
const isQuarrel = (marks, mine) => marks.length > 1 && marks.some(m => m.author === mine) && fold(marks).disputed;
/** A day as the server told it → what was said there, pupil by pupil, and where that is a disagreement of this person's: gone through once, not at each tap. */
const heard = new WeakMap();
function hearing(told, mine) {
  if (heard.get(told)?.mine !== mine) {
    const known = byPupil(told.marks.values());
    heard.set(told, { mine, known, quarrels: [...known].filter(([, marks]) => isQuarrel(marks, mine)) });
  }
  return heard.get(told);
}

/** Disagreements elsewhere than on the desk in which this person has a word, today's first, on all days that are loaded. @returns {{date:string, start:string, group:string, pupil:string}[]} */
export const disputesElsewhere = computed(() => {
  const p = place.value, mine = me.value?.person.id, waits = waiting.value.filter(w => w.kind === 'marked' && !w.refused);
  return [...days.value].sort(([a], [b]) => a < b ? 1 : -1).flatMap(([date, told]) => {
    const { known, quarrels } = hearing(told, mine), ours = byPupil(waits.filter(w => w.body.date === date && !told.marks.has(w.id)).map(markOf));
    const touched = [...ours].map(([key, marks]) => [key, [...known.get(key) ?? [], ...marks]]).filter(([, marks]) => isQuarrel(marks, mine));
    return [...quarrels.filter(([key]) => !ours.has(key)), ...touched].map(([, [{ start, group, pupil }]]) => ({ date, start, group, pupil }));
  }).filter(d => d.date !== p?.date || d.start !== p.start || d.group !== p.group);
});

/** Brings the earlier days of the radius on which this person disagrees with somebody: whoever was a week without network is told too. */
export async function lookBack() {
  const mine = me.value?.person.id, marks = mine ? await store.marksOf(dayAfter(today.value, -7), dayAfter(today.value, -1)) : [];
  const quarrels = [...byPupil(marks.map(m => ({ ...m, pupil: `${m.pupil}|${m.date}` }))).values()].filter(all => isQuarrel(all, mine));
  for (const date of new Set(quarrels.map(([m]) => m.date))) await fetchDay(date);
}

/** Who is in the building now, class by class: for an evacuation; whatever lies on the desk. taken, begun: by the rolls under way. */
export const presence = computed(() => {
  const { date, time, minutes } = here.value, told = days.value.get(date), all = [...together(byRoll(told), waitingOf(date), told?.marks).values()], s = snapshot.value, groups = s?.groups ?? [];
  const said = all.flatMap(r => [...r.marks].map(([pupil, marks]) => { const f = fold(marks); return { pupil, start: r.start, disputed: f.disputed, ...f.shown && { kind: f.shown.kind, until: f.shown.until, position: f.shown.position } }; }));
  const rolls = all.flatMap(r => r.taken ?? []), under = rolls.filter(r => r.start <= time && time < r.end), begun = all.filter(r => r.start <= time && minutes - minutesOf(r.start) < 60);
  const gone = (s?.sessions ?? []).filter(x => x.date === date && x.state === 'out' && x.start <= time && time < x.end), out = new Set(gone.flatMap(x => groupsById.value.get(x.group)?.pupils ?? []));
  const day = { said, rolls, known: (s?.known ?? []).filter(k => k.date === date), out, kindOf };
  return groups.filter(g => g.kind !== 'group').map(g => {
    const lines = [...whereabouts(g.pupils, day, time)].map(([id, line]) => ({ pupil: pupilsById.value.get(id), id, ...line })).filter(l => l.pupil), expected = lines.filter(l => !l.announced);
    return { code: g.code, name: groupName(g), id: g.id, total: lines.length, elsewhere: lines.filter(l => l.where === 'elsewhere'), away: lines.filter(l => l.where === 'absent' || l.where === 'out'),
      taken: under.some(r => r.group === g.id) || under.length > 0 && expected.length > 0 && expected.every(l => under.some(r => r.shown.includes(l.id))), begun: begun.some(r => g.pupils.some(id => r.marks.has(id))) };
  });
});

/** Brings a day from the storage onto the desk. @param {string} date */
export async function fetchDay(date) {
  if (days.value.has(date)) return;
  const told = await store.day(date);
  if (!days.value.has(date)) learn(told.marks, told.rolls, date);
}

/** Takes in what the server told: marks by id, rolls by key, the highest position winning. */
export function learn(marks, rolls, loaded = null) {
  const next = new Map(days.value);
  const touched = new Set();
  const dayOf = date => {
    if (!touched.has(date)) {
      const old = next.get(date);
      next.set(date, { marks: new Map(old?.marks), rolls: new Map(old?.rolls) });
      touched.add(date);
    }
    return next.get(date);
  };
  const wanted = date => next.has(date) || date === loaded || store.absent();
  if (loaded) dayOf(loaded);
  for (const m of marks) if (wanted(m.date)) dayOf(m.date).marks.set(m.id, m);
  for (const r of rolls) {
    if (!wanted(r.date)) continue;
    const key = rollKey(r.start, r.group), known = dayOf(r.date).rolls.get(key);
    if (!known || known.position <= r.position) dayOf(r.date).rolls.set(key, r);
  }
  days.value = next;
}

