// Who is here, as the server knows it: signed in, enrolled anew, gone.
import { batch } from '../vendor/libraries.js';
import { instant, minutesOf } from './clock.js';
import * as desk from './desk.js';
import { letGo, listenAgain, stopListening } from './pull.js';
import { sendClaims, takeClaims, takeOver } from './push.js';
import { at, call, follow, full, page, settled, tell, timed } from './server.js';
import * as store from './store.js';

/** Minutes after the hour in which whoever had it may still be at it. */
export const GRACE = 5;
const OPENS = 10, BREAK = 20; // minutes before a session, the desk turns to it; between two of one teacher

/** The sessions of today that are held in this tablet's room, by start; none for one that goes about. @returns {import('./day.js').Session[]} */
export function sessionsHere() {
  const room = desk.device.value?.room, { date } = desk.here.value;
  return room ? (desk.snapshot.value?.sessions ?? []).filter(s => s.date === date && s.room === room && s.state === 'due').sort((a, b) => a.start < b.start ? -1 : 1) : [];
}

/**
 * Until when whoever comes to a classroom tablet now stays, by code or by password: the end of their own sessions here, else of
 * the hour under way, and a little, but not into a colleague's; without any, an hour. @param {string} person @returns {string} instant
 */
export function stayUntil(person) {
  const { minutes } = desk.here.peek(), all = sessionsHere(), own = s => s.teachers.includes(person);
  const near = hours => hours.filter(x => minutesOf(x.start) - OPENS <= minutes && minutes < minutesOf(x.end)), open = near(all);
  let hour = open.find(own) ?? open.at(-1) ?? near(desk.periods.peek()).at(-1), end = minutes + 60;
  if (hour) {
    for (const s of all) if (own(hour.teachers ? hour : s) && own(s) && s.end > hour.end && minutesOf(s.start) <= minutesOf(hour.end) + BREAK) hour = s;
    end = minutesOf(hour.end) + GRACE;
    const next = all.find(s => s.start >= hour.end && !own(s));
    if (next) end = Math.max(minutesOf(hour.end), Math.min(end, minutesOf(next.start) - OPENS));
  }
  return instant(desk.clock.now - desk.clock.now % 60_000 + (end - minutes) * 60_000);
}

/** @param {{userName:string, password:string, establishment:string|null, name:string}} form @returns what `askWhose` asks about */
export async function signIn({ userName, password, establishment, name }) {
  const known = desk.device.peek(), sent = Date.now();
  if (known?.shared) await sendClaims().catch(() => {}); // what is proved is what the server has heard of
  const answer = await call('devices/sign-in', { method: 'POST', as: null, body: {
    userName, password, establishment, page, device: { id: known?.id ?? null, secret: known?.secret ?? null, name, kind: 'tablet', shared: !!known?.shared } } });
  const a = await answer.json();
  timed(a.serverTime, sent);
  const device = { ...(a.device.secret ? {} : known), id: a.device.id, secret: a.device.secret ?? known?.secret, name: a.device.name };
  const me = { person: a.person, establishment: a.establishment, signIn: a.signIn.id, school: a.establishment.code, ...(device.shared && { until: stayUntil(a.person.id) }) };
  const other = desk.me.peek()?.person.id !== me.person.id;
  if (!device.shared && (desk.me.peek()?.school !== me.school || other)) await letGo();
  await settled(store.keep({ device, me, skew: desk.clock.skew }));
  const higher = old => a.device.secret ? a.sequence : Math.max(old ?? 0, a.sequence); // what waits may be on its way, and move it meanwhile
  await store.change('sequence', higher).catch(full);
  const habits = await store.recall(`habits:${me.person.id}`), taste = await store.recall(device.shared ? `taste:${me.person.id}` : 'taste');
  await takeOver(me, device.id, device.shared);
  batch(() => {
    desk.device.value = device;
    follow(higher(at.sequence));
    desk.me.value = me;
    desk.trouble.value = null;
    desk.habits.value = habits ?? { recent: [], usual: {} };
    desk.taste.value = { ...desk.PLAIN, ...taste };
    if (other) desk.place.value = null; // what lies there belongs to somebody else
  });
  tell();
  return a.doubted;
}

/** Whoever has come is asked which stays, begun here in their name without proof, were theirs. @param {{signIn:string, since:string}[]|undefined} doubted an earlier server tells of none */
export const askWhose = doubted => { if (doubted?.length) desk.sheet.value = { name: 'doubted', doubted }; };

/** This tablet was enrolled anew, as a classroom's: what waits stays, everything else begins. @param {{id:string, secret:string, name:string, room:string|null, shared:boolean}} device @param {string} school */
export async function renew(device, school) {
  stopListening(); // by the key of before
  await letGo();
  const anew = { ...device, school };
  await settled(store.keep({ device: anew, me: undefined, sequence: 0, enrolling: undefined, skew: desk.clock.skew }));
  batch(() => { desk.device.value = anew; follow(0); desk.me.value = null; desk.trouble.value = null; desk.screen.value = 'who'; });
  await takeClaims(device.id, school);
  listenAgain();
  tell();
}

/** The office has withdrawn this tablet: what the server told leaves it, and who was here; what waits stays. */
export async function withdraw() {
  stopListening();
  at.era++; // a register on its way would bring it all back
  const mine = desk.device.peek(), kept = await store.change('device', old => !old || old.id === mine.id ? { ...mine, withdrawn: true } : old).catch(() => mine); // the door says why, also after a reload
  if (desk.device.peek()?.id !== mine.id) return; // a code has enrolled it anew meanwhile
  if (kept && kept.id !== mine.id) return location.reload(); // in another window
  await letGo(true);
  desk.me.value = null;
}

/** Leaves: the server is told if it can be, what it told is forgotten, what waits stays. */
export async function signOut() {
  const me = desk.me.peek();
  call('devices/sign-out', { method: 'POST', body: { signIn: me.signIn }, last: true }).catch(() => {});
  stopListening();
  at.era++; // a register on its way would bring them back
  await store.keep({ me: undefined }).catch(() => {});
  await letGo();
  batch(() => { desk.me.value = null; desk.screen.value = 'sign-in'; desk.sheet.value = null; });
  tell();
}
