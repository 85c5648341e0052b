// The class otherwise than as a list: where it sits, and its faces. The same marks, the same taps; and the hand that
// arranges the seats: drag, or tap and tap, or Enter and the arrows.
import { Component, effect, h, htm, render, signal } from '../vendor/libraries.js';
import * as desk from './desk.js';
import { arrange } from './acts.js';
import { hands, keysOfTiles, stopAt } from './hand.js';
import { arranging, shown } from './roll.js';
import { observe, space } from './rows.js';
import { Sign } from './sign.js';
import { photo } from './sync.js';
import { texts, twinsOf } from './texts.js';
import { lang, t } from './words.js';

const html = htm.bind(h);

// ---- faces: kept by the browser under their hash, shown when there, initials until then ------------------------------

const CACHE = 'preau-photos', address = hash => new URL(`../../photos/${hash}`, import.meta.url).pathname;
const urls = new Map();

/** @param {string|null} hash @returns {string|null} an address for an image, when the tablet has it */
function face(hash) {
  if (!hash) return null;
  if (!urls.has(hash)) { urls.set(hash, signal(null)); bring(hash); }
  return urls.get(hash).value;
}

async function bring(hash) {
  const answer = await kept(hash) ?? await fetched(hash);
  if (answer) urls.get(hash).value = URL.createObjectURL(await answer.blob());
  else urls.delete(hash); // asked again when it is shown again
}

const kept = hash => self.caches?.match(address(hash)).catch(() => undefined);

async function fetched(hash) {
  try {
    const answer = await photo(hash);
    await (await self.caches?.open(CACHE))?.put(address(hash), answer.clone()).catch(() => {});
    return answer;
  } catch { return null; }
}

/** Brings the faces of this person's classes onto the tablet and lets go of those that nobody names any more. */
export async function keepFaces() {
  const s = desk.snapshot.peek();
  if (!s || !self.caches) return;
  const hashes = new Map(s.pupils.filter(p => p.photo).map(p => [p.id, p.photo])), cache = await caches.open(CACHE);
  const named = new Set([...hashes.values()].map(address));
  const have = new Set((await cache.keys()).map(k => new URL(k.url).pathname));
  for (const path of have) if (!named.has(path)) await cache.delete(path);
  const groups = new Set([...desk.lessons.peek().map(l => l.group), ...desk.habits.peek().recent]);
  for (const g of s.groups) if (groups.has(g.id)) for (const id of g.pupils) if (hashes.has(id) && !have.has(address(hashes.get(id))) && !await fetched(hashes.get(id))) return;
}

/** Forgets every face: another person's tablet now. */
export const forgetFaces = () => self.caches?.delete(CACHE).catch(() => {});

const initials = r => `${r.first[0] ?? ''}${r.family[0] ?? ''}`;

// ---- tiles ------------------------------------------------------------------------------------------------------------

/**
 * The grid of faces: columns so that everybody is seen and tiles are as large as they can be.
 * @param {number} n @param {number} width @param {number} height @returns {{columns:number, rows:number}}
 */
export function tiles(n, width, height) {
  let best = { columns: Math.max(1, Math.floor(width / 88)), size: 0 };
  for (let columns = 1; columns <= 12 && width / columns >= 88; columns++) {
    const size = Math.min(width / columns, Math.max(height / Math.ceil(n / columns), 84));
    if (size >= best.size) best = { columns, size };
  }
  return { columns: best.columns, rows: Math.ceil(n / best.columns) };
}

class Tile extends Component {
  shouldComponentUpdate(next) { for (const k in next) if (next[k] !== this.props[k]) return true; return false; }
  render(r) {
    const w = t(), letter = r.disputed ? '?' : r.kind === 'P' ? '' : r.kind;
    return html`<li class="tile" data-pupil=${r.id} data-state=${r.state} data-kind=${r.kind} data-known=${r.known} data-disputed=${r.disputed ? 'yes' : undefined} style=${r.x === undefined ? undefined : { gridColumn: r.x, gridRow: r.y }}>
      <button type="button" class="name" data-act="cycle" tabindex=${r.stop ? 0 : -1}>
        ${r.faces && html`<span class="face" aria-hidden="true">${r.url ? html`<img src=${r.url} alt="" />` : initials(r)}</span>`}
        <span class="who"><b>${r.first}</b> ${r.family}</span>${!r.word && html`<span class="unseen">, ${w.markOf('P')}</span>`}
        ${(r.word || r.hint) && html`<small>${r.sign && html`<${Sign} name=${r.sign} /> `}<span>${r.word || r.hint}</span></small>`}
        ${letter && html`<b class="letter" aria-hidden="true">${letter}</b>`}${r.pass && html`<b class="letter pass" aria-hidden="true">!</b>`}</button></li>`;
  }
}

/** @param {{roll:any}} props everybody's face, in register order */
function Faces({ roll }) {
  const { columns, rows } = tiles(roll.rows.length, space.value.width, space.value.height);
  return html`<${Grid} roll=${roll} columns=${columns} rows=${rows} name="faces" faces=${true} />`;
}

/** Tiles drawn apart from the page, like the list's rows: they answer the finger, the page follows. */
class Grid extends Component {
  componentDidMount() { this.stop = effect(() => this.fill()); }
  componentDidUpdate() { this.fill(); }
  componentWillUnmount() { this.stop(); render(null, this.list); }
  render({ columns, rows, name, children }) {
    const w = t();
    return html`<main class="sheet" ref=${observe}><h2 class="unseen">${w.views[name]}</h2><p class="unseen" id="keys">${w.keys}</p>
      <ol class=${`tiles ${name}`} ref=${el => { if (el) this.list = el; }} style=${{ '--columns': columns, '--rows': rows }} aria-describedby="keys" ...${hands} onKeyDown=${keysOfTiles}></ol>${children}</main>`;
  }
  fill() {
    const { faces, seats } = this.props, roll = desk.roll.value;
    if (roll?.group !== this.props.roll.group || !roll.rows.length) return; // the page is about to show another
    const twins = desk.taste.value.firsts ? twinsOf(roll.rows) : null, stop = stopAt(roll);
    render(roll.rows.map(r => html`<${Tile} key=${r.id} ...${texts(r, twins)} lang=${lang.value} stop=${r.id === stop} faces=${faces} url=${faces ? face(r.pupil.photo) : null} pass=${r.pass}
      x=${seats?.get(r.id)?.[0]} y=${seats?.get(r.id)?.[1]} />`), this.list);
  }
}

// ---- the seating plan ---------------------------------------------------------------------------------------------------

const seat = (x, y) => `${x},${y}`;

/** The plan as kept, the newcomers on the first free seats from the board; rows are added when there are none. */
function planned(roll) {
  const kept = desk.planOf(roll.group, roll.session?.room ?? ''), n = roll.rows.length;
  const columns = kept?.columns ?? Math.max(4, Math.min(8, Math.ceil(Math.sqrt(n)))), here = new Set(roll.rows.map(r => r.id)), at = new Map();
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
function Plan({ roll }) {
  const w = t(), now = arranging.value;
  if (now?.group === roll.group) return html`<${Arrange} roll=${roll} now=${now} />`;
  const { columns, rows, at } = planned(roll), seats = new Map();
  for (const [key, id] of at) { const [x, y] = key.split(',').map(Number); seats.set(id, [x + 1, rows - y]); }
  return html`<${Grid} roll=${roll} columns=${columns} rows=${rows} name="plan" faces=${space.value.width > 600} seats=${seats}>
    <p class="board"><span>${w.board}</span><button type="button" class="link" data-act="arrange" onClick=${() => { arranging.value = { group: roll.group, room: roll.session?.room ?? '', ...planned(roll), picked: null }; }}>${w.arrange}</button></p><//>`;
}

function Arrange({ roll, now }) {
  const w = t(), pupils = new Map(roll.rows.map(r => [r.id, r])), twins = desk.taste.value.firsts ? twinsOf(roll.rows) : null, cells = [];
  for (let y = now.rows - 1; y >= 0; y--) for (let x = 0; x < now.columns; x++) cells.push([x, y]);
  return html`<main class="sheet" key="arrange" ref=${observe}><h2 class="unseen">${w.arrange}</h2><p class="unseen" id="keys">${w.arrangeKeys}</p>
    <ol class="tiles plan seats" style=${{ '--columns': now.columns, '--rows': now.rows }} aria-describedby="keys" onKeyDown=${keysOfTiles} ...${drags}>
    ${cells.map(([x, y]) => { const key = seat(x, y), r = pupils.get(now.at.get(key)), s = r && texts(r, twins);
      return html`<li class="tile" key=${key} data-seat=${key} data-free=${r ? undefined : 'yes'}><button type="button" class="name" aria-pressed=${String(now.picked === key)} aria-label=${w.seat(x + 1, y + 1, s ? s.name : '')} onClick=${() => take(key)}>
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
  arranging.value = { ...now, at, picked: null };
  if (a && from !== to) desk.said.value = t().seated(desk.pupilsById.peek().get(a)?.firstName ?? '', ...to.split(',').map(n => +n + 1));
}

const drag = { from: null, x: 0, y: 0, moved: false, tile: null };
const drags = {
  onPointerDown: e => { const li = e.target.closest('[data-seat]'); Object.assign(drag, { from: li && !li.dataset.free ? li.dataset.seat : null, x: e.clientX, y: e.clientY, moved: false, tile: li }); },
  onPointerMove: e => {
    if (!drag.from || (!drag.moved && Math.hypot(e.clientX - drag.x, e.clientY - drag.y) < 8)) return;
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
  if (drag.tile) { drag.tile.style.transform = ''; delete drag.tile.dataset.dragged; }
  drag.from = null;
}

/** More or fewer columns or rows; who would fall off keeps the size. @param {'columns'|'rows'} what @param {-1|1} by */
function resize(what, by) {
  const now = arranging.peek(), to = now[what] + by, axis = what === 'columns' ? 0 : 1;
  if (to < 1 || to > 12 || [...now.at.keys()].some(key => +key.split(',')[axis] >= to)) { desk.said.value = t().seatsTaken; return; }
  arranging.value = { ...now, [what]: to, picked: null };
}

/** The foot while seats are arranged. */
function ArrangeFoot() {
  const w = t(), now = arranging.value;
  const done = () => {
    arrange({ group: now.group, room: now.room, columns: now.columns, rows: now.rows, seats: [...now.at].map(([key, pupil]) => { const [x, y] = key.split(',').map(Number); return { pupil, x, y }; }) });
    arranging.value = null;
  };
  const size = what => html`<div class="size" role="group" aria-label=${w[what]}><button type="button" data-act=${`fewer-${what}`} aria-label=${w.less(w[what])} onClick=${() => resize(what, -1)}>−</button><span>${now[what]} ${w[what]}</span>
    <button type="button" data-act=${`more-${what}`} aria-label=${w.plus(w[what])} onClick=${() => resize(what, 1)}>+</button></div>`;
  return html`<footer class="foot arrange">${size('columns')}${size('rows')}<button type="button" data-act="arrange-cancel" onClick=${() => { arranging.value = null; }}>${w.cancel}</button>
    <button type="button" class="main" data-act="arrange-done" onClick=${done}>${w.arrangeDone}</button></footer>`;
}

Object.assign(shown, { plan: Plan, faces: Faces, foot: ArrangeFoot });
