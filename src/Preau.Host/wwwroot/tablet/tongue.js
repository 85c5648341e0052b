// The language shown, and what both languages need to speak.
import { signal } from '../vendor/libraries.js';

/** The language shown: chosen once, else the browser’s. */
export const lang = signal(/^fr\b/i.test(navigator.language ?? 'fr') ? 'fr' : 'en');

/** The school's own words for kinds: code → {fr, en}; set with the register. */
export const labels = signal(new Map());
/** @param {string} code of a kind @param {Record<string, string>} usual the page's own words @returns {string} the school's word for it, else the page's, else the code */
export const kindWords = (code, usual) => labels.value.get(code)?.[lang.value] || usual[code] || String(code);

/** @param {string} text @returns {string} as inside a sentence: a small first letter, unless it opens initials (UNSS, CPE, A.S.) */
export const inSentence = text => /^\p{Lu}[\p{Lu}\d.]/u.test(text) ? text : text.slice(0, 1).toLowerCase() + text.slice(1);

/** @param {number} n @param {string} one @param {string} more @returns {string} with its number; in French nought is singular */
export const many = (n, one, more) => `${n} ${n === 1 || (n === 0 && lang.peek() === 'fr') ? one : more}`;
