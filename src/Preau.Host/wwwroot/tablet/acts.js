// What a hand can do: mark, cycle, undo, validate, settle. Each act answers at once from local data,
// then is held by the storage, then sent.
import { batch, signal } from '../vendor/libraries.js';
import { instant, minutesLate, wall } from './clock.js';
import { seenBy } from './fold.js';
import { answer } from './frame.js';
import { makeFact } from './outbox.js';
import * as desk from './desk.js';
import * as rolls from './rolls.js';
import { called } from './names.js';
import { remember } from './places.js';
import { say } from './say.js';
import { at, full, kept } from './server.js';
import * as store from './store.js';
import { t } from './words.js';

/** What can be undone: the value each pupil had before, newest last. */
export const done = signal([]);
/** Set by the page: sends what waits. */
export const wire = { push: () => {}, tell: () => {} };

const NEXT = { P: 'A', A: 'R', R: 'P' };

/**
 * Marks one pupil of the roll on the desk.
 * @param {string} pupil @param {string} kind a code of the school's kinds
 * @param {{minutes?:number|null, from?:string|null, until?:string|null, note?:string|null}} more minutes undefined: by the clock, for a lateness
 */
export const mark = (pupil, kind, more = {}, undoing = false) => batch(() => {
  const roll = rolls.roll.peek(), me = desk.me.peek();
  const row = roll?.rows.find(r => r.id === pupil);
  if (!row || !me) return;
  if (roll.closed) return say(t().closed[roll.closed.code](roll.closed.at, roll.closed.day));
  const known = roll.marks.get(pupil) ?? [], k = desk.kindOf(kind);
  const minutes = !k.lateness ? null : more.minutes !== undefined ? more.minutes : minutesLate(roll, wall(desk.clock.now, desk.zone()));
  const was = row.mine ?? (row.above ? null : row.folded.shown);
  if (!undoing) done.value = [...done.value.slice(-49), { pupil, key: keyOf(roll), was: row.disputed ? null : was ?? { kind: 'P' }, seen: new Set(known.map(m => m.id)) }];
  const body = { ...bodyOf(roll), pupil, kind, minutes, replaces: seenBy(known, me.person.id, me.person.rank) };
  for (const name of ['from', 'until', 'note']) if (more[name]) body[name] = more[name];
  answer();
  const { id } = add('marked', body);
  if (!undoing) done.value.at(-1).id = id;
  const said = t().rowLabel(called(row.pupil), t().markOf(kind, minutes));
  say(undoing ? t().undone(said) : said);
});

/** What names a roll in a fact. */
const bodyOf = roll => ({ date: roll.date, start: roll.start, end: roll.end, group: roll.group, subject: roll.session?.subject ?? null });

/** The row's tap: present → absent → late → present. @param {string} pupil */
export function cycle(pupil) {
  const row = rolls.roll.peek()?.rows.find(r => r.id === pupil);
  if (!row) return;
  if (row.disputed) { desk.sheet.value = { name: 'pupil', pupil }; return; }
  mark(pupil, NEXT[kindNow(row)] ?? 'A', noteOf(row));
}

/** What whoever stands here has said, or sees. */
const kindNow = row => row.above ? row.mine?.kind ?? 'P' : row.kind;
/** A note stays when the mark changes. */
const noteOf = row => ({ note: (row.above ? row.mine : row.folded.shown)?.note });

/** The A and R buttons: aim, or take back. @param {string} pupil @param {'A'|'R'} kind */
export function aim(pupil, kind) {
  const row = rolls.roll.peek()?.rows.find(r => r.id === pupil);
  if (!row) return;
  mark(pupil, kindNow(row) === kind && !row.disputed ? 'P' : kind, noteOf(row));
}

/** One of the values that people disagree about holds, with its hours and note. @param {string} pupil @param {string} kind @param {number|null} minutes */
export function settle(pupil, kind, minutes) {
  const row = rolls.roll.peek()?.rows.find(r => r.id === pupil);
  mark(pupil, kind, row && choices(row).find(c => c.kind === kind && c.minutes === minutes) || { minutes });
}

/** A key says what holds: said again it changes nothing, neither minutes nor note. @param {string} pupil @param {'A'|'R'|'P'} kind */
export function sayKind(pupil, kind) {
  const row = rolls.roll.peek()?.rows.find(r => r.id === pupil);
  if (row && (!row.marked || row.disputed || kindNow(row) !== kind)) mark(pupil, kind, noteOf(row));
}

/** Takes back the last mark of the roll on the desk. */
export const undo = () => batch(() => {
  const roll = rolls.roll.peek(), last = roll && undoable(roll);
  if (!last) return;
  done.value = done.value.filter(d => d !== last);
  mark(last.pupil, last.was.kind, { ...last.was, minutes: last.was.minutes ?? null }, true);
});

/** @param {any} roll @returns {any} what `undo` would take back: the last act, unless it settled what others said or somebody else has spoken of the pupil since (`docs/decisions/0009`) */
export function undoable(roll) {
  const last = done.value.findLast(d => d.key === keyOf(roll)), mine = desk.me.value?.person.id;
  if (roll.waiting.some(w => w.refused && w.id === last?.id)) return null; // nothing was changed
  return last?.was && (roll.marks.get(last.pupil) ?? []).every(m => m.author === mine || last.seen.has(m.id)) ? last : null;
}
const keyOf = roll => `${roll.date}|${roll.start}|${roll.group}`;

/** Says: this is the roll. The pupils shown go with it. */
export function validate() {
  const roll = rolls.roll.peek();
  if (!roll || !roll.rows.length || (roll.taken && !roll.changed)) return;
  if (roll.closed) return say(t().closed[roll.closed.code](roll.closed.at, roll.closed.day));
  add('roll-validated', { ...bodyOf(roll), shown: roll.rows.map(r => r.id) });
  remember(roll.date, roll.start, roll.group);
  say(t().validated(wall(desk.clock.now, desk.zone()).time));
}

/** Keeps where a class sits: here at once, and on this person's other tablets. @param {{group:string, room:string, columns:number, rows:number, seats:{pupil:string, x:number, y:number}[]}} plan */
export function arrange(plan) {
  store.keep({ [`plans:${desk.me.peek()?.person.id}`]: desk.learnPlans([{ ...plan, arrangedAt: instant(desk.clock.now) }]) }).catch(() => {});
  add('seats-arranged', plan);
}

/** How this person likes the class to be shown, kept. @param {{left?:boolean, firsts?:boolean, view?:'list'|'plan'|'faces'}} taste */
export function see(taste) {
  desk.taste.value = { ...desk.taste.peek(), ...taste };
  store.keep({ [desk.tasteKey()]: desk.taste.peek() }).catch(() => {});
}

/** Adds a fact: on the screen now, on the tablet when its transaction is complete, then on its way. */
function add(kind, body) {
  const me = desk.me.peek();
  const fact = makeFact(kind, body, { ...me, device: desk.device.peek().id }, desk.clock.now);
  desk.waiting.value = [...desk.waiting.value, fact];
  setTimeout(hold, 0, fact); // the finger is answered first
  return fact;
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

/** The tablet has room again: what was only in memory is put on it too. @param {boolean} [anew] the storage is another one: who is here, and what it does not hold of all that waits */
export async function roomAgain(anew) {
  desk.storage.value = 'ok';
  if (anew) {
    const { waiting } = await store.outgoing(), held = new Map(waiting.map(w => [w.id, { held: true, seq: w.seq }]));
    desk.waiting.value = desk.waiting.peek().map(({ seq, ...w }) => ({ ...w, held: false, ...held.get(w.id) }));
    await store.keep({ device: desk.device.peek() ?? undefined, me: desk.me.peek() ?? undefined, sequence: at.sequence }).then(kept, full);
  }
  for (const w of desk.waiting.value) if (!w.held) setTimeout(hold, 0, w);
}

/** A refused fact is its author's to put away, or that of somebody who stands above; whoever else comes sees whose it is. @param {import('./outbox.js').Waiting} fact */
export const mayDrop = fact => fact.author === desk.me.value?.person.id || (desk.me.value?.person.rank ?? 0) > Math.max(fact.rank, 1);

/** Sends a refused fact once more: what the server did not accept then it may accept now. @param {import('./outbox.js').Waiting} fact */
export async function again(fact) {
  const anew = { ...fact, refused: null };
  await store.book({ received: [], refused: [anew], marks: [], rolls: [], meta: {} }).catch(() => {});
  desk.waiting.value = desk.waiting.value.map(w => w.id === fact.id ? anew : w);
  wire.push();
  wire.tell();
}

/** A refused fact was read: it leaves. @param {import('./outbox.js').Waiting} fact */
export function drop(fact) {
  desk.waiting.value = desk.waiting.value.filter(w => w.id !== fact.id);
  store.drop(fact.seq).then(wire.tell, () => {});
}

/** The values people disagree about, as choices, each with the hours and note that somebody said with it. @param {any} row @returns {{kind:string, minutes:number|null, from?:string|null, until?:string|null, note?:string|null, who:string[]}[]} */
export function choices(row) {
  const said = [row.folded.shown, ...row.folded.others];
  const out = [];
  for (const m of said) {
    const same = out.find(c => c.kind === m.kind && c.minutes === m.minutes);
    if (!same) { out.push({ kind: m.kind, minutes: m.minutes, from: m.from, until: m.until, note: m.note, who: [m.author] }); continue; }
    same.who.push(m.author);
    for (const name of ['from', 'until', 'note']) same[name] ??= m[name];
  }
  return out;
}

