// What a pupil's row says, in words: its mark, who made it, what was known beforehand, what the hour before tells.
import * as desk from './desk.js';
import { choices } from './acts.js';
import { familyName, fullName, t } from './words.js';

/** @param {string|null} id @returns {string} « vous » for whoever stands here */
export const whoSaid = id => id === desk.me.value?.person.id ? t().you : desk.nameOf(id) ?? t().someone;

/** What a row shows, as plain values, so that an unchanged row is not drawn again. firsts: pupil → name, when only first names are shown. */
export function texts(r, firsts) {
  if (firsts) return neutral(r, firsts.get(r.id));
  const w = t(), family = familyName(r.pupil), first = r.pupil.firstName, name = fullName(r.pupil);
  const shown = r.folded.shown, mine = !shown || shown.author === desk.me.value?.person.id;
  const what = shown && detailed(shown), noted = shown?.note;
  const word = r.disputed ? choices(r).map(c => w.saidBy(w.markOf(c.kind, c.minutes), c.who.map(whoSaid).join(', '))).join(w.or)
    : r.kind === 'P' && !(r.above && r.mine) && !r.known && !noted ? '' : !shown ? ''
    : mine ? what : isSlip(r, shown) ? w.slip(what, whoSaid(shown.author)) : w.above(what, whoSaid(shown.author));
  const before = !r.known && r.before && r.kind !== 'A';
  const hint = r.pass ? w.mustPass : unheard(r) ? w.youSaid(w.markOf(r.mine.kind, r.mine.minutes)) : r.known ? knownText(r.known) : before ? w.absentAt(r.before) : '';
  return {
    id: r.id, number: r.number, family, first, name, state: r.state, kind: r.kind,
    ...r.refused ? { word: refusedText(r.refused), hint: word || hint } : { word, hint }, refused: !!r.refused, disputed: r.disputed, offered: !r.marked && !!(r.known ? desk.kindOf(r.known.kind).absence : before), pass: r.pass, known: r.known && !r.marked ? (desk.kindOf(r.known.kind).inRoom ? 'here' : 'away') : undefined,
    sign: r.refused ? 'warn' : r.disputed ? '' : r.pass ? 'slip' : r.known && !r.marked ? signOf(r.known.kind) : isSlip(r, shown) ? 'slip' : 'ARP'.includes(r.kind) ? '' : signOf(r.kind),
    settle: r.disputed ? choices(r).map(c => `${c.kind} ${c.minutes ?? ''}`).join('|') : '',
  };
}

/** What the server did not take. @param {import('./outbox.js').Waiting} fact */
export const refusedText = ({ body }) => t().refusedHere(t().markOf(body.kind, body.minutes));

/** Whoever stands here has spoken since somebody above did: kept, and said, though the row stays as it is. */
const unheard = r => r.above && r.mine && (r.mine.position ?? Infinity) > (r.above.position ?? Infinity);

/** On a projected screen: present, absent, late or elsewhere, and no more; neither why, nor by whose word, nor who must see whom. */
function neutral(r, first) {
  const w = t(), kind = r.disputed ? 'P' : { absent: 'A', late: 'R' }[r.state] ?? 'P';
  const away = r.marked ? r.state === 'away' && !r.inRoom : !!r.known && !desk.kindOf(r.known.kind).inRoom;
  return {
    id: r.id, number: r.number, family: '', first, name: first, state: away ? 'away' : kind === 'P' ? 'present' : r.state, kind, disputed: r.disputed,
    word: r.disputed ? w.disputed : kind !== 'P' ? w.markOf(kind, r.minutes) : away ? w.elsewhere : '', hint: '', sign: '', settle: '', offered: false, pass: false, known: undefined,
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
