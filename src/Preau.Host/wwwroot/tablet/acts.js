// What a hand can do: mark, cycle, undo, validate, settle, turn the page. Each act answers at once from local data,
// then is held by the storage, then sent.
import { batch, signal } from '../vendor/libraries.js';
import { dayAfter, minutesLate, wall } from './clock.js';
import { seenBy } from './fold.js';
import { makeFact } from './outbox.js';
import * as desk from './desk.js';
import * as store from './store.js';
import { fullName, t } from './words.js';

/** What can be undone: the value each pupil had before, newest last. */
export const done = signal([]);
/** Set by the page: sends what waits. */
export const wire = { push: () => {}, tell: () => {} };

const NEXT = { P: 'A', A: 'R', R: 'P' };

/**
 * Marks one pupil of the roll on the desk.
 * @param {string} pupil @param {'A'|'R'|'P'} kind @param {number|null|undefined} minutes undefined: by the clock
 */
export const mark = (pupil, kind, minutes = undefined, undoing = false) => batch(() => {
  const roll = desk.roll.peek(), me = desk.me.peek();
  const row = roll?.rows.find(r => r.id === pupil);
  if (!row || !me) return;
  const known = roll.marks.get(pupil) ?? [];
  const late = kind !== 'R' ? null : minutes !== undefined ? minutes : minutesLate(roll, wall(desk.clock.now, desk.zone()));
  if (!undoing) done.value = [...done.value.slice(-49), { pupil, key: keyOf(roll), kind: row.mine?.kind ?? (row.above ? 'P' : row.kind), minutes: row.mine?.minutes ?? row.minutes, name: fullName(row.pupil) }];
  const { date, start, end, group } = roll;
  add('marked', { date, start, end, group, subject: null, pupil, kind, minutes: late, replaces: seenBy(known, me.person.id, me.person.rank) });
  desk.said.value = t().rowLabel(fullName(row.pupil), t().markOf(kind, late));
});

/** The row's tap: present → absent → late → present. @param {string} pupil */
export function cycle(pupil) {
  const row = desk.roll.peek()?.rows.find(r => r.id === pupil);
  if (!row) return;
  if (row.disputed) { desk.sheet.value = { name: 'pupil', pupil }; return; }
  mark(pupil, NEXT[row.above ? row.mine?.kind ?? 'P' : row.kind] ?? 'A');
}

/** The A and R buttons: aim, or take back. @param {string} pupil @param {'A'|'R'} kind */
export function aim(pupil, kind) {
  const row = desk.roll.peek()?.rows.find(r => r.id === pupil);
  if (!row) return;
  const now = row.above ? row.mine?.kind ?? 'P' : row.kind;
  mark(pupil, now === kind && !row.disputed ? 'P' : kind);
}

/** Takes back the last mark of the roll on the desk. */
export const undo = () => batch(() => {
  const roll = desk.roll.peek();
  const last = roll && done.value.findLast(d => d.key === keyOf(roll));
  if (!last) return;
  done.value = done.value.filter(d => d !== last);
  mark(last.pupil, last.kind, last.minutes, true);
});

/** @param {any} roll @returns {any} what `undo` would take back */
export const undoable = roll => done.value.findLast(d => d.key === keyOf(roll));
const keyOf = roll => `${roll.date}|${roll.start}|${roll.group}`;

/** Says: this is the roll. The pupils shown go with it. */
export function validate() {
  const roll = desk.roll.peek();
  if (!roll || !roll.rows.length || (roll.taken && !roll.changed)) return;
  const { date, start, end, group } = roll;
  add('roll-validated', { date, start, end, group, subject: null, shown: roll.rows.map(r => r.id) });
  remember(date, start, group);
  desk.said.value = t().validated(wall(desk.clock.now, desk.zone()).time);
}

/** Adds a fact: on the screen now, on the tablet when its transaction is complete, then on its way. */
function add(kind, body) {
  const me = desk.me.peek();
  const fact = makeFact(kind, body, { ...me, device: desk.device.peek().id }, desk.clock.now);
  desk.waiting.value = [...desk.waiting.value, fact];
  setTimeout(hold, 0, fact); // the finger is answered first
}

function hold(fact) {
  const copy = { ...fact };
  store.hold([copy]).then(held => {
    if (held) {
      desk.waiting.value = desk.waiting.value.map(w => w.id === fact.id ? { ...w, held: true, seq: copy.seq } : w);
      if (desk.storage.value === 'full') roomAgain();
    } else if (desk.storage.value !== 'full') desk.storage.value = 'refused';
  }, () => { desk.storage.value = 'full'; }).finally(() => { wire.push(); wire.tell(); });
}

/** The tablet has room again: what was only in memory is put on it too. */
function roomAgain() {
  desk.storage.value = 'ok';
  for (const w of desk.waiting.value) if (!w.held) setTimeout(hold, 0, w);
}

/** A refused fact was read: it leaves. @param {import('./outbox.js').Waiting} fact */
export function drop(fact) {
  desk.waiting.value = desk.waiting.value.filter(w => w.id !== fact.id);
  store.drop(fact.seq).then(wire.tell);
}

/** Puts a roll on the desk. @param {{date?:string, start?:string, group?:string}} to */
export function go({ date, start, group }) {
  const old = desk.place.peek(), today = wall(desk.clock.now, desk.zone()).date;
  const periods = desk.periods.peek();
  const period = periods.find(p => p.start === (start ?? old?.start)) ?? desk.periodNow.peek() ?? periods[0];
  if (!period) return;
  const day = date ?? old?.date ?? today;
  const known = desk.groupsById.peek();
  const usual = group ?? (old?.group && known.has(old.group) ? old.group : usualGroup(day, period.start));
  batch(() => {
    desk.place.value = { date: day, start: period.start, end: period.end, number: period.number, group: usual ?? null };
    desk.following.value = desk.isNow.value;
  });
  if (group) { touch(group); globalThis.scrollTo?.(0, 0); }
  desk.fetchDay(day);
}

/** The running hour, with the class this person usually has then. */
export function goNow() {
  const { date } = wall(desk.clock.now, desk.zone()), period = desk.periodNow.peek();
  if (period) go({ date, start: period.start, group: usualGroup(date, period.start) ?? desk.place.peek()?.group ?? undefined });
}

/** @param {-1|1} step to the previous or next hour, over the day's edge if need be */
export function turn(step) {
  const p = desk.place.peek(), periods = desk.periods.peek();
  const i = periods.findIndex(x => x.start === p.start) + step;
  if (periods[i]) return go({ start: periods[i].start });
  const date = dayAfter(p.date, step);
  if (inRadius(date)) go({ date, start: (step > 0 ? periods[0] : periods.at(-1)).start });
}

/** @param {string} date @returns {boolean} today ± 7 days */
export function inRadius(date) {
  const today = desk.here.value.date;
  return date >= dayAfter(today, -7) && date <= dayAfter(today, 7);
}

/** The class this person had at that weekday and hour, else the last one. */
function usualGroup(date, start) {
  const { usual, recent } = desk.habits.peek(), known = desk.groupsById.peek();
  return [usual[`${new Date(date).getUTCDay()}|${start}`], ...recent].find(g => g && known.has(g)) ?? null;
}

function touch(group) {
  const h = desk.habits.peek();
  keepHabits({ ...h, recent: [group, ...h.recent.filter(g => g !== group)].slice(0, 6) });
}

function remember(date, start, group) {
  const h = desk.habits.peek();
  keepHabits({ ...h, usual: { ...h.usual, [`${new Date(date).getUTCDay()}|${start}`]: group } });
}

function keepHabits(habits) {
  desk.habits.value = habits;
  store.keep({ [`habits:${desk.me.peek()?.person.id}`]: habits }).catch(() => {});
}

/** The values people disagree about, as choices. @param {any} row @returns {{kind:string, minutes:number|null, who:string[]}[]} */
export function choices(row) {
  const said = [row.folded.shown, ...row.folded.others];
  const out = [];
  for (const m of said) {
    const same = out.find(c => c.kind === m.kind && c.minutes === m.minutes);
    same ? same.who.push(m.author) : out.push({ kind: m.kind, minutes: m.minutes, who: [m.author] });
  }
  return out;
}

