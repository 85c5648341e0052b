// The fold of marks: what is shown for one pupil in one roll when several people marked. Pure; the same rules run on
// the server, and both pass spec/rollcall/conflicts.json.

/**
 * @typedef {'A'|'R'|'P'} Kind  absent, late, present again
 * @typedef {{id:string, author:string, rank:number, kind:Kind, minutes:number|null, position:number|null, replaces:string[]}} Mark
 *   position null: not yet received by the server (counts as the highest); unsent marks stand in the order they were made
 * @typedef {{shown:Mark|null, disputed:boolean, others:Mark[], alive:Mark[]}} Folded
 *   others: in a dispute, the marks not shown, newest first; alive: each author's last word, whatever the rank
 */

const NOTHING = Object.freeze({ shown: null, disputed: false, others: Object.freeze([]), alive: Object.freeze([]) });

/** @param {Mark[]} marks of one pupil in one roll @returns {Folded} */
export function fold(marks) {
  if (!marks.length) return NOTHING;
  const alive = lastWords(notReplaced(marks));
  if (!alive.length) return NOTHING;
  const rank = Math.max(...alive.map(m => m.rank));
  const top = alive.filter(m => m.rank === rank).sort(newestFirst);
  const agreed = top.every(m => m.kind === top[0].kind && m.minutes === top[0].minutes);
  return agreed
    ? { shown: top[top.length - 1], disputed: false, others: [], alive }
    : { shown: top[0], disputed: true, others: top.slice(1), alive };
}

/**
 * The marks a person settles by marking now: what colleagues of the same rank said and this person can see.
 * Lower ranks are kept without quarrel, higher ranks are not ours to replace.
 * @param {Mark[]} marks @param {string} author @param {number} rank @returns {string[]}
 */
export function seenBy(marks, author, rank) {
  return lastWords(notReplaced(marks)).filter(m => m.author !== author && m.rank === rank).map(m => m.id);
}

/** @param {Mark[]} marks */
function notReplaced(marks) {
  const gone = new Set();
  for (const m of marks) for (const id of m.replaces ?? []) if (id !== m.id) gone.add(id);
  return gone.size ? marks.filter(m => !gone.has(m.id)) : marks;
}

/** @param {Mark[]} marks @returns {Mark[]} one per author */
function lastWords(marks) {
  const last = new Map();
  for (const m of marks) {
    const known = last.get(m.author);
    if (!known || height(m) >= height(known)) last.set(m.author, m);
  }
  return [...last.values()];
}

/** @param {Mark} m */
const height = m => m.position ?? Infinity;

/** @param {Mark} a @param {Mark} b */
const newestFirst = (a, b) => height(a) === height(b) ? 0 : height(b) > height(a) ? 1 : -1;
