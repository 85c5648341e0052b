// The fold of marks: what is shown for one pupil in one roll when several people marked. Pure; the same rules run on
// the server, and both pass spec/rollcall/conflicts.json.

/**
 * @typedef {'A'|'R'|'P'} Kind  absent, late, present again
 * @typedef {{id:string, author:string, rank:number, kind:Kind, minutes:number|null, position:number|null, replaces:string[]}} Mark
 *   rank 0: a name chosen without proof; position null: not yet received by the server (counts as the highest); unsent marks stand in the order they were made
 * @typedef {{shown:Mark|null, disputed:boolean, others:Mark[], alive:Mark[]}} Folded
 *   others: in a dispute, the marks not shown, oldest first; alive: each author's last word, whatever the rank; what was said without proof is nobody else's last word
 */

const NOTHING = Object.freeze({ shown: null, disputed: false, others: Object.freeze([]), alive: Object.freeze([]) });

/** @param {Mark[]} marks of one pupil in one roll @returns {Folded} */
export function fold(marks) {
  if (!marks.length) return NOTHING;
  const alive = lastWords(notReplaced(marks));
  const rank = Math.max(...alive.map(m => m.rank));
  const top = alive.filter(m => m.rank === rank).sort(oldestFirst);
  const agreed = top.every(m => m.kind === top[0].kind && m.minutes === top[0].minutes);
  return agreed
    ? { shown: top[0], disputed: false, others: [], alive }
    : { shown: top.at(-1), disputed: true, others: top.slice(0, -1), alive };
}

/**
 * The marks a person settles by marking now: what colleagues of the same rank said and this person can see.
 * Lower ranks are kept without quarrel, higher ranks are not ours to replace.
 * @param {Mark[]} marks @param {string} author @param {number} rank @returns {string[]}
 */
export function seenBy(marks, author, rank) {
  return notReplaced(marks).filter(m => m.author !== author && m.rank === rank).map(m => m.id);
}

/** What was said without proof replaces nothing that was proved. Two marks that replace each other would leave nobody: then nobody is replaced. @param {Mark[]} marks */
function notReplaced(marks) {
  const gone = new Set(marks.flatMap(m => m.rank > 0 ? m.replaces ?? [] : [])), claimed = new Set(marks.flatMap(m => m.rank > 0 ? [] : m.replaces ?? []));
  const standing = gone.size || claimed.size ? marks.filter(m => !gone.has(m.id) && !(m.rank === 0 && claimed.has(m.id))) : marks;
  return standing.length ? standing : marks;
}

/** @param {Mark[]} marks @returns {Mark[]} one per author, one more where they said something without proof */
function lastWords(marks) {
  const last = new Map();
  for (const m of marks) {
    const whose = m.rank > 0 ? m.author : `${m.author}?`, known = last.get(whose);
    if (!known || height(m) >= height(known)) last.set(whose, m);
  }
  return [...last.values()];
}

/** @param {Mark} m */
const height = m => m.position ?? Infinity;

/** @param {Mark} a @param {Mark} b */
const oldestFirst = (a, b) => height(a) === height(b) ? 0 : height(a) > height(b) ? 1 : -1;
