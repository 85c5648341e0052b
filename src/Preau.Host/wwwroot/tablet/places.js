// Which roll lies on the desk: the one that is meant now, another that a hand turns to, and what a person usually has then.
import { batch } from '../vendor/libraries.js';
import { dayAfter, periodAt, wall } from './clock.js';
import { meant } from './day.js';
import * as desk from './desk.js';
import * as rolls from './rolls.js';
import * as store from './store.js';

/**
 * Puts a roll on the desk: a session where there is one, else an hour of the bell and a class.
 * @param {{date?:string, start?:string, group?:string|null}} to
 */
export function go({ date, start, group }) {
  const place = placeOf({ date, start, group }, desk.place.peek());
  if (!place) return;
  batch(() => {
    desk.place.value = place;
    desk.following.value = desk.isNow.value;
  });
  if (group) { touch(group); globalThis.scrollTo?.(0, 0); }
  return rolls.fetchDay(place.date);
}

/**
 * What stands on the desk for a day, an hour, a class: the session of that hour, else an hour of the bell.
 * @param {{date?:string, start?:string, group?:string|null}} to @param {typeof desk.place.value} old what stood there before @returns {typeof desk.place.value} null: there are no hours
 */
export function placeOf({ date, start, group }, old = null) {
  const day = date ?? old?.date ?? wall(desk.clock.now, desk.zone()).date, periods = desk.periodsOn(day);
  const own = desk.sessionsOn(day), at = start ?? old?.start;
  const session = group ? desk.sessionOf(day, at, group) : own.find(s => s.start === at) ?? (date && !start ? own[0] : null);
  const hour = session ?? periods.find(p => p.start === at) ?? (old?.start === at && desk.periodsOn(old.date) === periods ? old : null)
    ?? (start ? null : periods.find(p => p.number === old?.number)) ?? periodAt(periods, desk.here.peek().minutes); // another bell: the hour of the same number
  if (!hour) return null;
  const known = desk.groupsById.peek();
  const usual = group ?? session?.group ?? (old?.group && known.has(old.group) ? old.group : usualGroup(day, hour.start));
  return { date: day, start: hour.start, end: hour.end, number: periods.find(p => p.start === hour.start)?.number ?? null, group: usual ?? null };
}

/** Where the page opens at a moment, on a tablet of one's own: the lesson meant, else the running hour with the class usual then; null: the day's choice. @param {{date:string, minutes:number}} at */
export function whereAt({ date, minutes }) {
  const lesson = meant(desk.sessionsOn(date), minutes);
  if (lesson || desk.hasLessons.peek()) return lesson;
  const period = periodAt(desk.periodsOn(date), minutes);
  return period && { date, start: period.start, group: usualGroup(date, period.start) ?? undefined };
}

/** The session of the tablet's room or of this person now, or the day's list; for who has no lessons the running hour, with the class this person usually has then. */
export function goNow() {
  const { date } = wall(desk.clock.now, desk.zone()), lesson = desk.roomNow.peek() ?? desk.lessonNow.peek(), period = desk.periodNow.peek();
  if (lesson) go(lesson);
  else if (desk.hasLessons.peek()) clearDesk(date);
  else if (period) go({ date, start: period.start, group: usualGroup(date, period.start) ?? desk.place.peek()?.group ?? undefined });
}

/** No roll: the page shows the day's sessions and the classes. @param {string} date */
export function clearDesk(date) {
  const hour = desk.periodNow.peek() ?? desk.sessionsOn(date).at(-1);
  if (hour) desk.place.value = { date, start: hour.start, end: hour.end, number: hour.number ?? null, group: null };
  desk.following.value = true; // until the next session
  rolls.fetchDay(date);
}

/** What stands before or after an hour: a session of this person, else an hour of the bell, over the day's edge if need be. @param {-1|1} step @param {typeof desk.place.value} p @returns {{date:string, start:string, group?:string}|null} null: beyond what is known */
export function nextTo(step, p) {
  const periods = desk.periodsOn(p.date), lessons = desk.lessons.peek();
  if (lessons.length) {
    const here = p.date + p.start, i = lessons.findIndex(s => s.date + s.start === here && s.group === p.group);
    return (i >= 0 ? lessons[i + step] : step > 0 ? lessons.find(s => s.date + s.start >= here) : lessons.findLast(s => s.date + s.start < here)) ?? null;
  }
  const next = step > 0 ? periods.find(x => x.start > p.start) : periods.findLast(x => x.start < p.start), date = next ? p.date : dayAfter(p.date, step), to = next ?? desk.periodsOn(date).at(step > 0 ? 0 : -1);
  return inRadius(date) && to ? { date, start: to.start } : null;
}

/** @param {-1|1} step */
export function turn(step) {
  const to = nextTo(step, desk.place.peek());
  if (to) go(to);
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

/** This person validates this class at that weekday and hour: it is proposed then. */
export function remember(date, start, group) {
  const h = desk.habits.peek();
  keepHabits({ ...h, usual: { ...h.usual, [`${new Date(date).getUTCDay()}|${start}`]: group } });
}

function keepHabits(habits) {
  desk.habits.value = habits;
  store.keep({ [`habits:${desk.me.peek()?.person.id}`]: habits }).catch(() => {});
}
