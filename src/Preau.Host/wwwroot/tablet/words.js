// What is said: the texts of the language shown, days, people's names.
import { en } from './en.js';
import { fr } from './fr.js';
import { labels, lang } from './tongue.js';

export { en, fr, labels, lang };

const tongues = { fr, en };

/** The words of the language shown. @returns {typeof fr} */
export const t = () => tongues[lang.value];

// Days by hand: the browser's own formatter costs more at its first use than the whole list takes to draw.
const calendar = {
  fr: { days: ['dimanche', 'lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi'], short: ['dim.', 'lun.', 'mar.', 'mer.', 'jeu.', 'ven.', 'sam.'],
    months: ['janvier', 'février', 'mars', 'avril', 'mai', 'juin', 'juillet', 'août', 'septembre', 'octobre', 'novembre', 'décembre'],
    brief: ['janv.', 'févr.', 'mars', 'avr.', 'mai', 'juin', 'juil.', 'août', 'sept.', 'oct.', 'nov.', 'déc.'] },
  en: { days: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'], short: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
    months: ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'],
    brief: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] },
};

/** @param {string} date "2026-11-23" @param {boolean} short @returns {string} lundi 23 novembre, or lun. 23 nov.; the first is « 1er » */
export function dayName(date, short = false) {
  const c = calendar[lang.value], month = date.slice(5, 7) - 1;
  return `${short ? weekday(date) : c.days[new Date(date).getUTCDay()]} ${dayOfMonth(date)} ${(short ? c.brief : c.months)[month]}`;
}

/** @param {string} date @returns {string} 24; the first in French: 1er */
export const dayOfMonth = date => +date.slice(8) === 1 && lang.value === 'fr' ? '1er' : String(+date.slice(8));

/** @param {string} date @returns {string} lun. */
export const weekday = date => calendar[lang.value].short[new Date(date).getUTCDay()];

/** @param {string} text @returns {string} for searching: no accents, no case; œ is oe, ł is l, any apostrophe is one, a hyphen is a space */
export const folded = text => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/œ/g, 'oe').replace(/æ/g, 'ae').replace(/[łøđ]/g, c => ({ ł: 'l', ø: 'o', đ: 'd' })[c]).replace(/’/g, '\'').replace(/-/g, ' ');

const names = new WeakMap();

/** @param {{familyName:string, firstName:string}} pupil @returns {string} as a French register writes it: ARNAUD Mathis */
export const fullName = pupil => `${familyName(pupil)} ${pupil.firstName}`;

/** @param {{familyName:string}} pupil @returns {string} in capitals, accents kept */
export function familyName(pupil) {
  if (!names.has(pupil)) names.set(pupil, pupil.familyName.toLocaleUpperCase('fr'));
  return names.get(pupil);
}
