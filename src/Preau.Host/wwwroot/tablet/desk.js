// What the page knows, as signals: the person, the register, what waits, and which roll is on the desk; rolls.js makes it ready to be shown.
import { computed, effect, signal } from '../vendor/libraries.js';
import { correctedClock, minutesOf, periodAt, wall } from './clock.js';
import { meant, whyRefused } from './day.js';
import { labels } from './words.js';

/** The clock corrected by the server. */
export const clock = correctedClock();
/** The corrected time, ms, told every few seconds to what shows an age or an hour. */
export const tick = signal(clock.now);

/** @type {import('../vendor/libraries.js').Signal<null|{person:any, establishment:any, signIn:string, school:string}>} */
export const me = signal(null);
/** @type {import('../vendor/libraries.js').Signal<null|{id:string, secret:string, name:string}>} */
export const device = signal(null);
/** The register: periods, groups, pupils, people, as the server last sent it. */
export const snapshot = signal(null);
/** @type {import('../vendor/libraries.js').Signal<import('./outbox.js').Waiting[]>} what is not received, in the order made */
export const waiting = signal([]);
/** date → what the server has told about that day. @type {import('../vendor/libraries.js').Signal<Map<string, {marks:Map<string, any>, rolls:Map<string, any>}>>} */
export const days = signal(new Map());
/** The roll on the desk; number: of the bell's hour, null for a session between. @type {import('../vendor/libraries.js').Signal<null|{date:string, start:string, end:string, number:number|null, group:string|null}>} */
export const place = signal(null);
/** Whether the desk follows the bell. */
export const following = signal(true);
/** @type {import('../vendor/libraries.js').Signal<'starting'|'sign-in'|'roll'>} */
export const screen = signal('starting');
/** The open sheet, or null. @type {import('../vendor/libraries.js').Signal<null|{name:string, [key:string]:any}>} */
export const sheet = signal(null);
/** @type {import('../vendor/libraries.js').Signal<'live'|'polling'|'trouble'|'offline'>} */
export const link = signal(navigator.onLine === false ? 'offline' : 'trouble');
/** @type {import('../vendor/libraries.js').Signal<'ok'|'kept'|'full'|'refused'>} the tablet's storage */
export const storage = signal('ok');
/** A refusal of the sync door that asks for a new sign-in: its code. */
export const trouble = signal(null);
/** @type {import('../vendor/libraries.js').Signal<null|'ready'|'tooOld'>} a newer page */
export const version = signal(null);
/** From where the server last saw this tablet. @type {import('../vendor/libraries.js').Signal<null|{address:string, at:string}>} */
export const seen = signal(null);
/** Names chosen here without network, not told to the server yet. @type {import('../vendor/libraries.js').Signal<{signIn:string, person:string, since:string}[]>} */
export const claims = signal([]);
/** Groups lately used by this person, newest first, and the habit "weekday|start" → group. */
export const habits = signal({ recent: [], usual: {} });

/** How a class is shown to whoever has said nothing. */
export const PLAIN = { left: false, firsts: false, view: 'list' };
/** How this person likes the class: as a list, a seating plan or faces; buttons on the left; first names only (a projected screen). */
export const taste = signal(PLAIN);
/** Where it is kept: on a classroom tablet each person has their own. @param {string} [id] of the person */
export const tasteKey = (id = me.peek()?.person.id) => device.peek()?.shared ? `taste:${id}` : 'taste';

export const zone = () => snapshot.value?.establishment.zone ?? me.value?.establishment.zone ?? 'Europe/Paris';
let shown = null;
/** The wall clock here: date, time, minutes. The same object within a minute: what is made from it is not made anew at every tick. */
export const here = computed(() => {
  const now = wall(tick.value, zone());
  return shown = shown?.date === now.date && shown.minutes === now.minutes ? shown : now;
});
/** The date here: told once a day, not at every tick. */
export const today = computed(() => here.value.date);
const times = new Map();
/** @param {string} instant @returns {string} 08:07 here */
export function timeOf(instant) {
  const key = `${instant}${zone()}`;
  if (!times.has(key)) times.set(key, wall(Date.parse(instant), zone()).time);
  return times.get(key);
}
/** @param {string} instant @returns {string} the date here */
export const dateOf = instant => wall(Date.parse(instant), zone()).date;
const usualPeriods = computed(() => snapshot.value?.periods ?? []);
const weekdays = computed(() => new Map((snapshot.value?.weekdays ?? []).map(d => [d.weekday, d.periods])));
/** The hours of the bell on a day: a weekday may ring otherwise than the others. @param {string} date */
export const periodsOn = date => weekdays.value.get(new Date(date).getUTCDay() || 7) ?? usualPeriods.value;
/** Today's. */
export const periods = computed(() => periodsOn(today.value));
export const groupsById = computed(() => new Map((snapshot.value?.groups ?? []).map(g => [g.id, g])));
/** What each group is called here, by id: as people say it (2nde 4) where that is short and says one group alone, else by its code. */
const namesOfGroups = computed(() => {
  const all = snapshot.value?.groups ?? [], said = new Map();
  for (const g of all) said.set(g.label, said.has(g.label) ? null : g.label);
  return new Map(all.map(g => [g.id, g.label?.length <= 12 && said.get(g.label) || g.code]));
});
/** @param {{id:string}} group @returns {string} */
export const groupName = group => namesOfGroups.value.get(group.id) ?? '';
export const pupilsById = computed(() => new Map((snapshot.value?.pupils ?? []).map(p => [p.id, p])));
export const peopleById = computed(() => new Map((snapshot.value?.people ?? []).map(p => [p.id, p])));
/** What a mark may say; words come from the server, in both languages. */
export const kinds = computed(() => new Map((snapshot.value?.kinds ?? []).map(k => [k.code, k])));
effect(() => { labels.value = new Map([...kinds.value].map(([code, k]) => [code, k.label])); });
/** What the page itself knows of kinds: for a register kept before kinds were sent, and for hidden ones. */
const USUAL = { A: { absence: true }, R: { lateness: true, inRoom: true }, P: { inRoom: true }, SA: { absence: true }, DP: { inRoom: true }, RI: { inRoom: true }, IN: { responsibility: true }, EX: { responsibility: true }, CV: { responsibility: true } };
/** @param {string} code @returns {{code:string, label?:{fr:string, en:string}, absence?:boolean, lateness?:boolean, responsibility?:boolean, inRoom?:boolean, lasts?:boolean, fromRank?:number}} */
export const kindOf = code => kinds.value.get(code) ?? { code, ...USUAL[code] };

/** The sessions this person gives (or would have given) on a day, by start. @param {string} date @returns {import('./day.js').Session[]} */
export const sessionsOn = date => mySessions.value.get(date) ?? [];
const mySessions = computed(() => {
  const mine = me.value?.person.id, all = snapshot.value?.sessions ?? [], days = new Map();
  const rank = me.value?.person.rank ?? 1;
  for (const s of all) if ((rank === 1 && !snapshot.value.device?.shared) || s.teachers.includes(mine)) days.has(s.date) ? days.get(s.date).push(s) : days.set(s.date, [s]);
  return days;
});
/** Whether this person has lessons at all within the radius. */
export const hasLessons = computed(() => mySessions.value.size > 0);
/** All sessions of the radius in order, for « next » and « previous ». */
export const lessons = computed(() => [...mySessions.value.keys()].sort().flatMap(d => mySessions.value.get(d)));
/** The session this person means now: under way, else the next of today. */
export const lessonNow = computed(() => meant(sessionsOn(here.value.date), here.value.minutes));
/** The session of a roll, whoever gives it. @returns {import('./day.js').Session|null} */
export const sessionOf = (date, start, group) => sessionsByRoll.value.get(`${date}|${start}|${group}`) ?? null;
const sessionsByRoll = computed(() => new Map((snapshot.value?.sessions ?? []).map(s => [`${s.date}|${s.start}|${s.group}`, s]))); // a tablet of the desk has thousands

/** How the school's day works, as the server says it; hours null: no limit. */
export const dayRules = computed(() => snapshot.value?.day ?? { lateAfter: 10, hours: null });
/** Why this person may not mark in a roll now, or null. */
export const closed = p => whyRefused({ date: p.date, start: p.start, end: p.end, now: here.value, rank: me.value?.person.rank ?? 1, hours: dayRules.value.hours ?? null });

/** Return slips that hold: who must pass by vie scolaire before being let in. @type {import('../vendor/libraries.js').Signal<{id:string, position:number, pupil:string, from:string}[]>} */
export const slips = signal([]);
/** The slips that hold after news of some. @param {any[]} news @param {boolean} anew the whole was told again */
export function slipsWith(news, anew) {
  const all = new Map(anew ? [] : slips.peek().map(s => [s.id, s]));
  for (const s of news) if ((all.get(s.id)?.position ?? 0) <= s.position) s.settled ? all.delete(s.id) : all.set(s.id, s);
  return [...all.values()];
}
/** Who must pass first, on the day on the desk. */
export const mustPass = computed(() => new Set(slips.value.filter(s => s.from <= (place.value?.date ?? '')).map(s => s.pupil)));

/** This person's seating plans, newest first: one per class and room. */
export const arranged = signal([]);
/** Takes in plans: each replaces the one of its class and room. @param {any[]} more @returns {any[]} what holds now, to be kept */
export function learnPlans(more) {
  const all = new Map([...arranged.peek(), ...more].map(p => [`${p.group}|${p.room}`, p]));
  return arranged.value = [...all.values()].sort((a, b) => a.arrangedAt < b.arrangedAt ? 1 : -1);
}
/** @param {string} group @param {string} room @returns {null|{group:string, room:string, columns:number, rows:number, arrangedAt:string, seats:{pupil:string, x:number, y:number}[]}} of that room, else of another with that class */
export function planOf(group, room) {
  const all = arranged.value.filter(p => p.group === group);
  return all.find(p => p.room === room) ?? all[0] ?? null;
}

/** The period running now, by the server's clock. */
export const periodNow = computed(() => periodAt(periods.value, here.value.minutes));
/** On a classroom tablet, the session held in its room, from ten minutes before; whoever stands there calls it. */
export const roomNow = computed(() => {
  const { room, shared } = device.value ?? {}, { date, minutes } = here.value;
  return shared && room && snapshot.value?.sessions?.find(s => s.room === room && s.date === date && s.state === 'due' && minutesOf(s.start) - 10 <= minutes && minutes < minutesOf(s.end)) || null;
});
/** What the desk follows: the session of the tablet's room, else that of now where this person has lessons, else the running hour. */
export const now = computed(() => roomNow.value ?? (hasLessons.value ? lessonNow.value : periodNow.value));
/** Whether the roll on the desk is what the desk follows. */
export const isNow = computed(() => place.value?.date === here.value.date && !!now.value && place.value?.start === now.value.start && (!now.value.group || now.value.group === place.value.group));

/** @param {string|null} id @returns {string|null} the name of a person, null when unknown */
export const nameOf = id => peopleById.value.get(id)?.name ?? (me.value?.person.id === id ? me.value.person.name : null);
