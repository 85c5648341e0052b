// What this screen calls a pupil: as the register writes it; on a projected one by first name.
import * as desk from './desk.js';
import { familyName, fullName } from './words.js';

/**
 * First names, each telling one pupil of a class: who shares one gets as few letters of the family's as tell them apart, three
 * at most and never all; else the number in the register.
 * @param {{id:string, number:number, pupil:any}[]} rows @returns {Map<string, string>} by pupil
 */
export function firstNames(rows) {
  const by = new Map(), said = new Map();
  for (const r of rows) by.has(r.pupil.firstName) ? by.get(r.pupil.firstName).push(r) : by.set(r.pupil.firstName, [r]);
  for (const [first, same] of by) for (const r of same) said.set(r.id, same.length > 1 ? `${first} ${apart(r, same)}` : first);
  return said;
}

const letters = pupil => familyName(pupil).replace(/\P{L}+/gu, '');

function apart({ pupil, number }, same) {
  const own = letters(pupil), others = same.filter(o => o.pupil !== pupil).map(o => letters(o.pupil));
  for (let n = 1; n <= 3 && n < own.length; n++) if (!others.some(o => o.startsWith(own.slice(0, n)))) return `${own[0]}${own.slice(1, n).toLowerCase()}.`;
  return `${own.slice(0, 1)}. ${number}`;
}

/** @param {any} pupil @param {string|null|undefined} group the class in which they are meant @returns {string} */
export function called(pupil, group = desk.place.peek()?.group) {
  if (!pupil) return '…';
  if (!desk.taste.value.firsts) return fullName(pupil);
  const known = desk.pupilsById.value, groups = desk.groupsById.value;
  const among = [groups.get(group), ...groups.values()].find(g => g?.pupils.includes(pupil.id))?.pupils ?? [pupil.id];
  return firstNames(among.filter(id => known.has(id)).map((id, i) => ({ id, number: i + 1, pupil: known.get(id) }))).get(pupil.id);
}
