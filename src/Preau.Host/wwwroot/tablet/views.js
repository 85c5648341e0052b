// The class otherwise than as a list: where it sits, and its faces. The same marks, the same taps; and the hand that
// arranges the seats: drag, or tap and tap, or Enter and the arrows.
import { h, htm, signal } from '../vendor/libraries.js';
import * as desk from './desk.js';
import { arrange } from './acts.js';
import { painted } from './frame.js';
import { keysOfTiles } from './hand.js';
import { called, firstNames } from './names.js';
import { observe, space } from './pupils.js';
import { say } from './say.js';
import { texts } from './texts.js';
import { Tiles, tiles } from './tiles.js';
import { lang, t } from './words.js';

const html = htm.bind(h);

/** What is being arranged, or null: {group, room, columns, rows, at: "x,y" → pupil, picked: the seat whose pupil is in the hand}. */
export const arranging = signal(null);
/** Whether it is the class on the desk, seen as a plan; what was begun for another waits there. */
export const isArranging = () => !!arranging.value && arranging.value.group === desk.place.value?.group && desk.taste.value.view === 'plan';

/** Where the button that was pressed goes, the hand on the keys finds its place. @param {string} selector */
const focusOn = selector => painted().then(() => document.querySelector(selector)?.focus({ preventScroll: true }));

/** @param {{roll:any}} props everybody's face, in register order */
export function Faces({ roll }) {
  const { columns, rows } = tiles(roll.rows.length, space.value.width, space.value.height);
  return html`<${Tiles} roll=${roll} lang=${lang.value} columns=${columns} rows=${rows} name="faces" faces=${true} />`;
}

// ---- the seating plan ---------------------------------------------------------------------------------------------------

const MOST = 12; // columns, and rows; the server takes no more
const seat = (x, y) => `${x},${y}`;

/** The plan as kept, the newcomers on the first free seats from the board; rows are added when there are none. */
function planned(roll) {
  const kept = desk.planOf(roll.group, roll.session?.room ?? ''), n = roll.rows.length;
  const columns = Math.max(kept?.columns ?? Math.max(4, Math.min(8, Math.ceil(Math.sqrt(n)))), Math.ceil(n / MOST)), here = new Set(roll.rows.map(r => r.id)), at = new Map();
  for (const s of kept?.seats ?? []) if (here.has(s.pupil)) { at.set(seat(s.x, s.y), s.pupil); here.delete(s.pupil); }
  let rows = kept?.rows ?? Math.ceil(n / columns);
  for (let i = 0; here.size; i++) {
    const [x, y] = [i % columns, Math.floor(i / columns)];
    if (at.has(seat(x, y))) continue;
    const [id] = here;
    at.set(seat(x, y), id);
    here.delete(id);
    rows = Math.max(rows, y + 1);
  }
  return { columns, rows, at };
}

/** @param {{roll:any}} props the class as the teacher sees it: the board below, the first row next to it */
export function Plan({ roll }) {
  const w = t(), now = arranging.value;
  if (now?.group === roll.group) return html`<${Arrange} roll=${roll} now=${now} />`;
  const { columns, rows, at } = planned(roll), seats = new Map();
  for (const [key, id] of at) { const [x, y] = key.split(',').map(Number); seats.set(id, [x + 1, rows - y]); }
  return html`<${Tiles} roll=${roll} lang=${lang.value} columns=${columns} rows=${rows} name="plan" faces=${space.value.width > 600} seats=${seats}>
    <p class="board"><span>${w.board}</span>${!desk.me.value?.unproven && html`<button type="button" class="link" data-act="arrange" onClick=${() => { arranging.value = { group: roll.group, room: roll.session?.room ?? '', ...planned(roll), picked: null }; focusOn('[data-seat] .name'); }}>${w.arrange}</button>`}</p><//>`; // nobody arranges the class of another in their name
}

function Arrange({ roll, now }) {
  const left = [...now.at].filter(([, id]) => !roll.rows.some(r => r.id === id)); // no longer of the class: their seat is free
  if (left.length) queueMicrotask(() => { const at = new Map(now.at); for (const [key] of left) at.delete(key); arranging.value = { ...now, at }; });
  const w = t(), pupils = new Map(roll.rows.map(r => [r.id, r])), firsts = desk.taste.value.firsts ? firstNames(roll.rows) : null, cells = [];
  for (let y = now.rows - 1; y >= 0; y--) for (let x = 0; x < now.columns; x++) cells.push([x, y]);
  return html`<main class="sheet" key="arrange" ref=${observe}><h2 class="unseen">${w.arrange}</h2><p class="unseen" id="keys">${w.arrangeKeys}</p>
    <ol class="tiles plan seats" data-tall=${tall(now) ? 'yes' : undefined} style=${{ '--columns': now.columns, '--rows': now.rows }} aria-describedby="keys" onKeyDown=${keysOfTiles} ...${drags}>
    ${cells.map(([x, y]) => { const key = seat(x, y), r = pupils.get(now.at.get(key)), s = r && texts(r, firsts);
      return html`<li class="tile" key=${key} data-seat=${key} data-free=${r ? undefined : 'yes'}><button type="button" class="name" aria-pressed=${String(now.picked === key)} aria-label=${w.seat(x + 1, y + 1, s ? `${s.first} ${s.family}`.trim() : '')} onClick=${() => take(key)}>
        ${s ? html`<span class="who"><b>${s.first}</b> ${s.family}</span>` : ''}</button></li>`; })}</ol><p class="board"><span>${w.board}</span></p></main>`;
}

/** A seat is touched: its pupil is taken into the hand, or the one in the hand put there; who sat there changes places. */
function take(key) {
  const now = arranging.peek();
  if (drag.moved) { drag.moved = false; return; }
  if (now.picked === null) { if (now.at.has(key)) arranging.value = { ...now, picked: key }; } else change(now.picked, key);
}

function change(from, to) {
  const now = arranging.peek(), at = new Map(now.at), [a, b] = [at.get(from), at.get(to)];
  at.delete(from);
  at.delete(to);
  if (a) at.set(to, a);
  if (b) at.set(from, b);
  arranging.value = { ...now, at, picked: null, taken: false };
  if (a && from !== to) say(t().seated(called(desk.pupilsById.peek().get(a), now.group), ...to.split(',').map(n => +n + 1)));
}

/** Whether the seats are more than the screen shows: then a finger scrolls, and takes a pupil only where it stays. */
const tall = now => now.rows * 68 + 56 > space.value.height || now.columns * 52 + 8 > space.value.width;

// held: the tile follows the hand; a mouse holds at once, a finger on a tall plan after a moment
const drag = { from: null, x: 0, y: 0, held: false, moved: false, tile: null, timer: 0 };
const drags = {
  onPointerDown: e => {
    const li = e.target.closest('[data-seat]'), waits = e.pointerType === 'touch' && 'tall' in e.currentTarget.dataset;
    Object.assign(drag, { from: li && !li.dataset.free ? li.dataset.seat : null, x: e.clientX, y: e.clientY, held: !waits, moved: false, tile: li });
    clearTimeout(drag.timer);
    if (waits && drag.from) drag.timer = setTimeout(() => { drag.held = true; li.dataset.held = 'yes'; }, 350);
  },
  onTouchMove: e => { if (drag.held && drag.from) e.preventDefault(); }, // or the page would scroll under the pupil in the hand
  onPointerMove: e => {
    if (!drag.from || (!drag.moved && Math.hypot(e.clientX - drag.x, e.clientY - drag.y) < 8)) return;
    if (!drag.held) return letGo();
    if (!drag.moved) e.currentTarget.setPointerCapture(e.pointerId);
    drag.moved = true;
    drag.tile.style.transform = `translate(${e.clientX - drag.x}px, ${e.clientY - drag.y}px)`;
    drag.tile.dataset.dragged = 'yes';
  },
  onPointerUp: e => {
    const from = drag.from, moved = drag.moved;
    letGo();
    if (!moved) return;
    const to = document.elementFromPoint(e.clientX, e.clientY)?.closest('[data-seat]');
    if (to) change(from, to.dataset.seat);
    setTimeout(() => { drag.moved = false; });
  },
  onPointerCancel: () => letGo(),
};

function letGo() {
  if (drag.tile) { drag.tile.style.transform = ''; delete drag.tile.dataset.dragged; delete drag.tile.dataset.held; }
  clearTimeout(drag.timer);
  drag.from = null;
}

const isMost = (now, what, by) => now[what] + by < 1 || now[what] + by > MOST;

/** More or fewer columns or rows; who would fall off keeps the size. @param {'columns'|'rows'} what @param {-1|1} by */
function resize(what, by) {
  const now = arranging.peek(), to = now[what] + by, axis = what === 'columns' ? 0 : 1;
  if (isMost(now, what, by)) return;
  const taken = [...now.at.keys()].some(key => +key.split(',')[axis] >= to);
  arranging.value = taken ? { ...now, taken } : { ...now, [what]: to, picked: null, taken };
  if (!taken) say(t().size[what](to));
}

const leave = () => { arranging.value = null; focusOn('[data-pupil] .name[tabindex="0"]'); };

/** The foot while seats are arranged. */
export function ArrangeFoot() {
  const w = t(), now = arranging.value;
  const done = () => {
    arrange({ group: now.group, room: now.room, columns: now.columns, rows: now.rows, seats: [...now.at].map(([key, pupil]) => { const [x, y] = key.split(',').map(Number); return { pupil, x, y }; }) });
    leave();
  };
  const size = what => html`<div class="size" role="group" aria-label=${w[what]}><button type="button" data-act=${`fewer-${what}`} aria-label=${w.less(w[what])} aria-disabled=${isMost(now, what, -1) ? 'true' : undefined} onClick=${() => resize(what, -1)}>−</button><span>${w.size[what](now[what])}</span>
    <button type="button" data-act=${`more-${what}`} aria-label=${w.plus(w[what])} aria-disabled=${isMost(now, what, 1) ? 'true' : undefined} onClick=${() => resize(what, 1)}>+</button></div>`;
  return html`<footer class="foot arrange"><p class="is-late" role="alert">${now.taken ? w.seatsTaken : ''}</p>${size('columns')}${size('rows')}<button type="button" data-act="arrange-cancel" onClick=${leave}>${w.cancel}</button>
    <button type="button" class="main" data-act="arrange-done" onClick=${done}>${w.arrangeDone}</button></footer>`;
}
