// Who is here, as the server knows it: signed in, enrolled anew, gone.
import { batch } from '../vendor/libraries.js';
import { instant } from './clock.js';
import * as desk from './desk.js';
import { letGo, stopListening } from './pull.js';
import { takeOver } from './push.js';
import { at, call, follow, full, page, tell, timed } from './server.js';
import * as store from './store.js';

const HOUR = 3_600_000; // who comes to a classroom tablet by password stays no longer than who comes by code

/** @param {{userName:string, password:string, establishment:string|null, name:string}} form */
export async function signIn({ userName, password, establishment, name }) {
  const known = desk.device.peek(), sent = Date.now();
  const answer = await call('devices/sign-in', { method: 'POST', as: null, body: {
    userName, password, establishment, page, device: { id: known?.id ?? null, secret: known?.secret ?? null, name, kind: 'tablet', shared: !!known?.shared } } });
  const a = await answer.json();
  timed(a.serverTime, sent);
  const device = { ...(a.device.secret ? {} : known), id: a.device.id, secret: a.device.secret ?? known?.secret, name: a.device.name };
  const me = { person: a.person, establishment: a.establishment, signIn: a.signIn.id, school: a.establishment.code, ...(device.shared && { until: instant(desk.clock.now + HOUR) }) };
  const other = desk.me.peek()?.person.id !== me.person.id;
  if (!device.shared && (desk.me.peek()?.school !== me.school || other)) await letGo();
  await store.keep({ device, me, sequence: a.sequence, skew: desk.clock.skew }).then(() => { at.loose = false; }, full);
  const habits = await store.recall(`habits:${me.person.id}`), taste = await store.recall(device.shared ? `taste:${me.person.id}` : 'taste');
  await takeOver(me, device.id);
  batch(() => {
    desk.device.value = device;
    follow(a.sequence);
    desk.me.value = me;
    desk.trouble.value = null;
    desk.habits.value = habits ?? { recent: [], usual: {} };
    desk.taste.value = { ...desk.PLAIN, ...taste };
    if (other) desk.place.value = null; // what lies there is somebody else's
  });
  tell();
}

/** This tablet was enrolled anew, as a classroom's: what waits stays, everything else begins. @param {{id:string, secret:string, name:string, room:string|null, shared:boolean}} device @param {string} school */
export async function renew(device, school) {
  await letGo();
  const kept = { ...device, school };
  await store.keep({ device: kept, me: undefined, sequence: 0, skew: desk.clock.skew }).then(() => { at.loose = false; }, full);
  batch(() => { desk.device.value = kept; follow(0); desk.me.value = null; desk.trouble.value = null; desk.screen.value = 'who'; });
  tell();
}

/** The office has withdrawn this tablet: what the server told leaves it, and who was here; what waits stays. */
export async function withdraw() {
  stopListening();
  await store.keep({ device: { ...desk.device.peek(), withdrawn: true } }).catch(() => {}); // the door says why, also after a reload; first, for a code in the address may bring another device meanwhile
  await letGo(true);
  desk.me.value = null;
}

/** Leaves: the server is told if it can be, what it told is forgotten, what waits stays. */
export async function signOut() {
  const me = desk.me.peek();
  call('devices/sign-out', { method: 'POST', body: { signIn: me.signIn } }).catch(() => {});
  stopListening();
  await store.keep({ me: undefined }).catch(() => {});
  await letGo();
  batch(() => { desk.me.value = null; desk.screen.value = 'sign-in'; desk.sheet.value = null; });
  tell();
}
