// One tab of a simulated tablet: the page's own modules, started as app.js starts them, without its screen.
import { batch, effect } from '../vendor/libraries.js';
import * as acts from './acts.js';
import * as places from './places.js';
import * as desk from './desk.js';
import { fetchPlans, listen, listenAgain, refresh, stopListening, sweep } from './pull.js';
import { push } from './push.js';
import * as rolls from './rolls.js';
import { at, present, tell, wake } from './server.js';
import { signIn, signOut } from './sign-in.js';
import * as store from './store.js';

async function start() {
  await store.open(() => { desk.storage.value = 'refused'; });
  const { meta, waiting } = await store.all(), { me, device, skew, snapshot } = meta;
  wake(meta);
  desk.clock.skew = skew ?? 0;
  batch(() => {
    desk.tick.value = desk.clock.now;
    desk.device.value = device ?? null;
    desk.waiting.value = waiting;
    desk.snapshot.value = snapshot ? JSON.parse(snapshot) : null;
    desk.me.value = me ?? null;
    if (snapshot) places.goNow();
  });
  const date = desk.place.peek()?.date;
  if (date) await rolls.fetchDay(date);
  desk.screen.value = me ? 'roll' : 'sign-in';
  effect(() => { if (desk.me.value && desk.snapshot.value && !desk.place.value) queueMicrotask(places.goNow); });
  if (present()) connect(); else push();
}

async function connect() {
  const first = !desk.snapshot.peek();
  if (!first) listenAgain();
  await refresh().catch(() => {});
  if (first) listenAgain();
  push();
  sweep().catch(() => {});
  fetchPlans().catch(() => {});
}

acts.wire.push = () => push();
acts.wire.tell = () => tell();
effect(() => { self.world.sees(desk.waiting.value); });
addEventListener('online', () => { push(); if (present()) listenAgain(); });
addEventListener('offline', () => { desk.link.value = 'offline'; });

const rowsOf = () => rolls.roll.peek()?.rows ?? [];

/** What the driver may have a hand do here, and what it may ask. */
self.tab = {
  /** Whether the page is open, somebody is here, and the register. */
  ready: () => desk.screen.peek() === 'roll' && !!desk.me.peek() && !!desk.snapshot.peek(),
  /** Whether nobody is here, and the door is open. */
  away: () => desk.screen.peek() === 'sign-in' && !desk.me.peek(),
  look() { desk.tick.value = desk.clock.now; },
  go: to => places.go(to),
  pupils: () => rowsOf().map(r => r.id),
  mark: (pupil, kind, minutes) => acts.mark(pupil, kind, { minutes }),
  cycle: pupil => acts.cycle(pupil),
  /** Settles what is disputed, whatever is first. @returns {{pupil:string, settled:boolean}|null} */
  settle(chance) {
    const row = rowsOf().find(r => r.disputed), all = row ? acts.choices(row) : [], one = all[Math.floor(chance * all.length)];
    if (!one) return null;
    acts.mark(row.id, one.kind, { minutes: one.minutes });
    return { pupil: row.id, settled: !rowsOf().find(r => r.id === row.id).disputed };
  },
  undo: () => acts.undo(),
  validate: () => acts.validate(),
  arrange: plan => acts.arrange(plan),
  signIn: userName => signIn({ userName, password: 'x', establishment: null, name: userName }).then(() => { desk.screen.value = 'roll'; connect(); }),
  signOut: () => signOut(),
  hide: () => stopListening(),
  show() { if (present()) listen(); push(); },
  waiting: () => desk.waiting.peek(),
  position: () => at.position,
  clock: () => desk.clock.now,
  trouble: () => desk.trouble.peek(),
  /** What the screen shows of each pupil of a roll, and who validated it. */
  async shows(place) {
    await places.go(place);
    const roll = rolls.roll.peek();
    return { rows: roll.rows.map(({ id, kind, minutes, disputed, folded }) => ({ id, kind, minutes, disputed, others: folded.others.map(m => m.id) })), taken: roll.taken && { position: roll.taken.position, shown: roll.taken.shown } };
  },
};

start().catch(e => self.world.broken(e));
