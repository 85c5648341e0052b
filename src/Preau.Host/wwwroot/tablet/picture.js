// The page as it will be opened next, drawn beforehand: one picture for each of the coming hours. The worker serves the one
// that holds now (sw.js), so that the list stands in the very first frame; early.js hears fingers on it, and the page, once it
// has drawn itself, takes its place and does what they meant. No picture is served that a later word has made untrue.
import { h, htm, render } from '../vendor/libraries.js';
import { dayAfter, minutesOf, wall } from './clock.js';
import * as desk from './desk.js';
import * as rolls from './rolls.js';
import { placeOf, whereAt } from './places.js';
import { keepDrawn } from './frame.js';
import { Foot, Heading } from './roll.js';
import { fit, Rows } from './rows.js';
import { page } from './server.js';
import { space } from './pupils.js';
import * as store from './store.js';
import { lang } from './words.js';

const html = htm.bind(h), PAGE = new URL('../../', import.meta.url).pathname, INDEX = `${PAGE}pictures`, MOST = 6, DAYS = 4;
/** Pictures are wanted where a list is shown again to the same person, and the browser can lay one out without script. */
const wanted = () => desk.me.peek() && !desk.device.peek()?.shared && desk.taste.peek().view === 'list' && desk.snapshot.peek() && globalThis.CSS?.supports?.('width: attr(x type(<length>))');
const ours = () => self.caches ? caches.open(`preau-tablet-${page}`) : Promise.reject(new Error('no storage'));

/** address → the picture as last written by this page. */
const written = new Map();
let served = true, timer = 0, drawing = 0; // served: one may be, also of an earlier opening

/** None is served from now on; first, when somebody leaves: the page may be closed before the rest is let go. */
export const forgetPictures = () => ours().then(cache => cache.delete(INDEX)).catch(() => {});

/** Keeps the pictures true from now on: what they show has changed, so they go, and are drawn anew when it is quiet. */
export function keepPictures() {
  keepDrawn(() => {
    for (const s of [rolls.roll, desk.me, desk.taste, desk.snapshot, desk.habits, desk.slips, desk.now, space, lang]) s.value;
    if (served && drawing) { served = false; forgetPictures(); }
    drawSoon();
  });
  navigator.serviceWorker?.ready.then(drawSoon); // before, there is nothing to draw them into
}

function drawSoon() {
  const turn = ++drawing;
  clearTimeout(timer);
  timer = setTimeout(() => quiet(() => { if (turn === drawing) draw(turn).catch(() => {}); }), 1500);
}

/** A finger comes first; but some browsers know no quiet for seconds. */
const quiet = act => self.requestIdleCallback ? requestIdleCallback(act, { timeout: 1000 }) : setTimeout(act);

async function draw(turn) {
  const cache = await ours(), shell = wanted() && await cache.match(PAGE);
  const index = [], drawn = new Map();
  if (shell) {
    const { text, headers } = await inOneFrame(shell, cache);
    for (const hour of await hoursAhead()) {
      const { date, start, group } = hour.place, address = `${INDEX}/${date}-${start}-${group}`;
      index.push({ from: hour.from, until: hour.until, address });
      if (!drawn.has(address)) drawn.set(address, text.replace('<div id="app"></div>', () => `<div id="app"></div><div id="picture" data-place="${placed(hour.place)}">${pictureOf(hour.roll)}</div>`));
      await new Promise(quiet);
      if (turn !== drawing) return;
    }
    for (const [address, body] of drawn) if (written.get(address) !== body) { await cache.put(address, new Response(body, { headers })); written.set(address, body); }
  }
  for (const old of await cache.keys()) if (old.url.includes(`${INDEX}/`) && !drawn.has(new URL(old.url).pathname)) { await cache.delete(old); written.delete(new URL(old.url).pathname); }
  if (turn !== drawing || !index.length) return;
  await cache.put(INDEX, new Response(JSON.stringify(index)));
  served = turn === drawing;
  if (!served) await cache.delete(INDEX);
}

/**
 * The page's text, for one frame instead of several, each of which would lay out half a list: its style sheet in it (known to the
 * policy by its hash), nothing shown before the end is read, its script asked for by early.js once all that is on the glass.
 */
async function inOneFrame(shell, cache) {
  const headers = new Headers(shell.headers), page = await shell.text(), [link, href] = /<link rel="stylesheet" href="([^"]+)">/.exec(page), [, src] = /<script type="module" src="([^"]+)">/.exec(page);
  const style = await (await cache.match(new URL(href, new URL(PAGE, location)))).text();
  const hash = btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(style)))));
  headers.set('Content-Security-Policy', headers.get('Content-Security-Policy').replace('style-src', `style-src 'sha256-${hash}'`));
  for (const name of ['Content-Encoding', 'Content-Length', 'ETag']) headers.delete(name);
  const text = page.replace(link, () => `<style>${style}</style><link rel="expect" href="#end" blocking="render">`).replace(/<link rel="modulepreload"[^>]*>/, '')
    .replace(/<script type="module" src="([^"]+)"><\/script>/, '').replace('<script async ', `<script async data-page="${src}" `);
  return { text, headers };
}

const placed = p => p && `${p.date} ${p.start} ${p.group}`;

/** From now on, which roll the page would open with, and from when until when by this device's clock. */
async function hoursAhead() {
  const now = desk.clock.now, here = wall(now, desk.zone()), midnight = Date.now() - now % 60_000 - here.minutes * 60_000, found = [];
  for (let day = 0; day < DAYS && found.length < MOST; day++) {
    const date = dayAfter(here.date, day);
    if (day && (await store.day(date)).marks.length) continue; // what is told of it would have to be read as well
    const edges = [...desk.periodsOn(date), ...desk.sessionsOn(date)].flatMap(x => [minutesOf(x.start) - 10, minutesOf(x.start), minutesOf(x.end)]);
    const at = [...new Set([day ? 0 : here.minutes, ...edges])].filter(m => m >= (day ? 0 : here.minutes) && m < 1440).sort((a, b) => a - b);
    for (const [i, minutes] of at.entries()) {
      const where = whereAt({ date, minutes }), place = where && placeOf(where), roll = place?.group && rolls.rollOn(place);
      const last = found.at(-1), from = midnight + (day * 1440 + minutes) * 60_000, until = midnight + (day * 1440 + (at[i + 1] ?? 1440)) * 60_000, then = wall(from + 30_000 + desk.clock.now - Date.now(), desk.zone());
      if (day && (then.date !== date || then.minutes !== minutes)) continue; // clocks change between now and then
      if (last?.until === from && place && last.place.date === date && last.place.start === place.start && last.place.group === place.group) last.until = until;
      else if (roll?.rows.length && found.length < MOST) found.push({ roll, place, from, until });
    }
  }
  return found;
}

/** @param {any} roll @returns {string} the page that shows it, as text */
function pictureOf(roll) {
  const [head, foot] = [document.createElement('div'), document.createElement('div')], view = new Rows({ roll });
  render(html`<${Heading} roll=${roll} p=${roll} now=${true} />`, head);
  render(html`<${Foot} roll=${roll} />`, foot);
  view.list = document.createElement('ol');
  view.fill(roll);
  view.list.removeAttribute('style'); // refused in the text of a page, even empty; the sheet reads these instead, either way the tablet is held
  const { width, height } = space.peek(), around = innerHeight - height, tall = innerHeight >= innerWidth, n = roll.rows.length;
  const [straight, turned] = [fit(n, width, height), fit(n, innerHeight, innerWidth - around)].map(f => f.rows);
  Object.assign(view.list.dataset, { tall: tall ? straight : turned, wide: tall ? turned : straight });
  const text = `<div class="page"${desk.taste.peek().left ? ' data-hand="left"' : ''}>${head.innerHTML}<main class="sheet">${view.list.outerHTML.replace(' style=""', '')}</main>${foot.innerHTML}</div>`;
  for (const box of [head, foot]) render(null, box);
  return text;
}

/** The page has drawn itself: the picture goes, and what fingers meant on it is done. */
export function takePlace() {
  const picture = document.getElementById('picture'), heard = self.heard?.stop() ?? [];
  if (!picture) return () => {};
  const top = picture.querySelector('.sheet').scrollTop, meant = picture.dataset.place === placed(desk.place.peek());
  picture.remove();
  return () => {
    if (top) document.querySelector('.sheet')?.scrollTo(0, top);
    if (meant) for (const one of heard) document.querySelector(`#app ${one}`)?.click();
  };
}
