// Which page runs here and which one the server serves: a newer one is fetched whole by the worker, and taken whole.
import { instant, isOlder } from './clock.js';
import * as desk from './desk.js';
import { push } from './push.js';
import { mayReload, page, present, served, version } from './server.js';
import * as store from './store.js';

/** The registration of the service worker, or null where there is none. @type {Promise<ServiceWorkerRegistration|null>} */
let registered = Promise.resolve(null);

/** Takes the newer page: the waiting worker takes over whole, then the page opens again. @param {Event} [byHand] */
export async function update(byHand) {
  const waiting = (await registered)?.waiting;
  if (!waiting) return byHand || mayReload() ? location.reload() : undefined;
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
  waiting.postMessage('take over');
}

/** Asks which page the server serves; a newer one is fetched whole before anything is said. Below the minimum, what waits is sent first. */
export async function newer() {
  try {
    const now = await served();
    if (now.address) {
      desk.seen.value = { address: now.address, at: instant(desk.clock.now) };
      store.keep({ seen: desk.seen.peek() }).catch(() => {});
    }
    if (isOlder(version, now.minimum)) { desk.version.value = 'tooOld'; push(); }
    if (!now.page || now.page === page) return;
    const worker = await registered;
    if (worker) await worker.update(); else desk.version.value ??= 'ready';
  } catch { /* asked again later */ }
}

/** Once the page is there: the worker that keeps it, and what is served now. */
export function takeWorker() {
  registered = serviceWorker().catch(() => null);
  registered.then(() => { if (present()) newer(); });
}

async function serviceWorker() {
  if (!('serviceWorker' in navigator)) return null;
  const scope = new URL('../../', import.meta.url).pathname;
  navigator.serviceWorker.addEventListener('message', e => { if (e.data === 'push') push(); });
  const had = !!navigator.serviceWorker.controller;
  navigator.serviceWorker.addEventListener('controllerchange', () => { if (had) desk.version.value ??= 'ready'; }); // another tab took the newer page
  const worker = await navigator.serviceWorker.register(`${scope}sw.js`, { scope, updateViaCache: 'none' });
  const found = () => { if (worker.waiting && navigator.serviceWorker.controller) desk.version.value ??= 'ready'; };
  found();
  worker.addEventListener('updatefound', () => worker.installing?.addEventListener('statechange', found));
  return worker;
}
