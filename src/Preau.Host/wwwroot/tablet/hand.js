// What fingers and keys do on a pupil, whichever way the class is shown. They are listened to on the list as a whole.
import * as desk from './desk.js';
import { aim, cycle, sayKind, settle, undo } from './acts.js';

/** Opens a sheet over the page. @param {string} name @param {Record<string, any>} more */
export const open = (name, more = {}) => { desk.sheet.value = { name, ...more }; };

/** The one pupil that Tab reaches; arrows do the rest. Moved by hand: a finger's focus must not draw the class anew before its tap does. */
const stop = { id: null, button: null };
/** @param {any} roll @returns {string} the pupil that Tab reaches */
export const stopAt = roll => roll.rows.some(r => r.id === stop.id) ? stop.id : roll.rows[0].id;

/** On a tile, which has nothing else, the way to the rest is reached with its pupil. */
function reach(button, index) {
  for (const one of [button, button?.parentNode.querySelector('.tile .more')]) if (one) one.tabIndex = index;
}

function stopOn(e) {
  const button = e.target.closest('[data-pupil]')?.querySelector('[data-act=cycle]');
  if (!button || button === stop.button) return;
  const old = stop.button?.isConnected ? stop.button : e.currentTarget.querySelector('[data-act=cycle][tabindex="0"]');
  reach(old, -1);
  reach(button, 0);
  Object.assign(stop, { id: pupilOf(e), button });
}

const pupilOf = e => e.target.closest('[data-pupil]')?.dataset.pupil;
const nameOf = e => e.target.closest('.name') && pupilOf(e);

/** What is pressed, finger by finger: the button, where, and the clock that opens the rest for a finger that stays, also where the browser sends no context menu. */
const pressed = new Map();
/** held: a finger stayed, its release means nothing more; done: a touch was answered when it left, the click that may follow is the same. */
const last = { held: false, done: null };

function down(e) {
  const pupil = nameOf(e), press = { on: e.target.closest('[data-act]'), x: e.clientX, y: e.clientY, timer: 0 };
  up(e);
  pressed.set(e.pointerId, press);
  last.held = false;
  if (pupil) press.timer = setTimeout(() => { press.on = null; last.held = true; open('pupil', { pupil }); }, 550);
}

function up(e) {
  const press = pressed.get(e.pointerId);
  clearTimeout(press?.timer);
  pressed.delete(e.pointerId);
  return press;
}

/**
 * A finger leaves the glass: what it was on is done now. Left to the browser, the touch would first be tried as a mouse's
 * (moved, pressed, focused, released, clicked), and the row would answer some 25 ms later on a slow tablet.
 */
function lift(e) {
  const press = up(e);
  if (e.pointerType !== 'touch' || !press?.on?.isConnected || Math.hypot(e.clientX - press.x, e.clientY - press.y) > 12) return;
  last.done = { on: press.on, at: e.timeStamp };
  act(press.on);
}

function click(e) {
  const on = e.target.closest('[data-act]'), { done } = last;
  last.done = null;
  if (!on || done && (done.on === on || !done.on.isConnected) && e.timeStamp - done.at < 700) return; // one that is gone was settled: what stands in its place was not meant
  if (last.held && e.detail) last.held = false; else act(on); // a key has no detail
}

const ACTS = {
  cycle: pupil => cycle(pupil),
  more: pupil => open('pupil', { pupil }),
  absent: pupil => aim(pupil, 'A'),
  late: pupil => aim(pupil, 'R'),
  settle: (pupil, { kind, minutes }) => settle(pupil, kind, +minutes || null),
};

const act = on => { const pupil = on?.closest('[data-pupil]')?.dataset.pupil; if (pupil) ACTS[on.dataset.act]?.(pupil, on.dataset); };

/** For the list that holds the pupils: a tap changes, a finger that stays opens the rest; A and R aim. */
export const hands = {
  onClick: click, onPointerDown: down, onPointerUp: lift, onPointerCancel: up,
  onTouchEnd: e => { if ((last.done || last.held) && e.cancelable) { e.preventDefault(); last.done = null; } }, // answered: no mouse comes after it
  onPointerOut: e => { if (e.pointerType !== 'touch' && !e.target.closest('.name')?.contains(e.relatedTarget)) up(e); },
  onContextMenu: e => { const pupil = nameOf(e); if (!pupil) return; e.preventDefault(); for (const [id] of pressed) up({ pointerId: id }); last.held = e.pointerType === 'touch'; open('pupil', { pupil }); },
  onFocusIn: stopOn,
};

/** Arrows move, A R P mark, Enter changes (the button's own), U undoes, M opens the rest, / finds: single keys count only where a pupil has the focus (WCAG 2.1.4). @param {number} per rows in a column */
export function keys(e, per) {
  const row = e.target.closest('[data-pupil]');
  if (!row || e.ctrlKey || e.metaKey || e.altKey) return;
  const all = [...row.parentNode.children], i = all.indexOf(row);
  const step = { ArrowDown: 1, ArrowUp: -1, ArrowRight: per, ArrowLeft: -per, Home: -i, End: all.length - 1 - i }[e.key];
  if (step !== undefined) {
    const inRow = e.key.startsWith('Arrow') ? [...row.querySelectorAll('button')].indexOf(e.target) : -1, to = all[i + step];
    if (to) (to.querySelectorAll('button')[inRow] ?? to.querySelector('.name')).focus();
  } else if (/^[arpum]$/i.test(e.key)) {
    if (e.repeat) return;
    const key = e.key.toUpperCase();
    if (key === 'U') undo(); else if (key === 'M') open('pupil', { pupil: row.dataset.pupil }); else sayKind(row.dataset.pupil, key);
  } else if (e.key === '/') open('class', { find: true });
  else return;
  e.preventDefault();
}

/** The same keys where pupils do not stand in columns: arrows go to the nearest that way. */
export function keysOfTiles(e) {
  const way = { ArrowDown: [0, 1], ArrowUp: [0, -1], ArrowRight: [1, 0], ArrowLeft: [-1, 0] }[e.key], tile = e.target.closest('li');
  if (!way || !tile) return tile?.dataset.pupil ? keys(e, 1) : undefined;
  const from = tile.getBoundingClientRect(), middle = b => [b.left + b.width / 2, b.top + b.height / 2], [x, y] = middle(from);
  let best = null, least = Infinity;
  for (const other of tile.parentNode.children) {
    const [ox, oy] = middle(other.getBoundingClientRect()), along = (ox - x) * way[0] + (oy - y) * way[1], aside = Math.abs((ox - x) * way[1]) + Math.abs((oy - y) * way[0]);
    if (along > 4 && along + 8 * aside < least) [best, least] = [other, along + 8 * aside];
  }
  best?.querySelector('.name')?.focus();
  e.preventDefault();
}
