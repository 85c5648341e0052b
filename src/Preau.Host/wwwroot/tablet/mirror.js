// A second copy of what nobody could bring back: who is here and what waits, in files of their own beside the database.
// Killed in the middle of a write, Chromium may throw the whole database away at a later start (docs/decisions/0010).
// Best effort: without Cache Storage (plain HTTP, private window) there is one copy, as before.
const CACHE = 'preau-kept', TOO_LONG = 2000;
/** What the server tells again by itself: without it, everything is asked for anew. */
const OWN_COPY_ONLY = new Set(['position', 'lease', 'ownZone']);
const path = (store, key) => new URL(`../../kept/${store}/${encodeURIComponent(key)}`, import.meta.url).pathname;

/**
 * Copies changes that the database has taken.
 * @param {[store:'meta'|'outbox', key:string|number, value:any][]} changes undefined deletes @returns {Promise<void>} when copied, or given up
 */
export async function mirror(changes) {
  const all = changes.filter(([, key]) => !OWN_COPY_ONLY.has(key));
  if (all.length) await Promise.race([copy(all).catch(() => {}), new Promise(done => setTimeout(done, TOO_LONG))]);
}

async function copy(changes) {
  const cache = await self.caches?.open(CACHE);
  await Promise.all(cache ? changes.map(([store, key, value]) => value === undefined ? cache.delete(path(store, key)) : cache.put(path(store, key), new Response(JSON.stringify([key, value])))) : []);
}

/** @returns {Promise<[store:string, key:string][]>} what is in the copy, also what the database has let go of; empty when there is none */
export async function copied() {
  if (!await self.caches?.has(CACHE)) return [];
  return (await (await caches.open(CACHE)).keys()).map(r => r.url.split('/').slice(-2).map(decodeURIComponent));
}

/** @returns {Promise<{meta:[string, any][], outbox:[number, any][]}>} what was copied; empty when nothing was */
export async function mirrored() {
  const found = { meta: [], outbox: [] };
  if (!await self.caches?.has(CACHE)) return found;
  const cache = await caches.open(CACHE);
  for (const request of await cache.keys()) {
    const store = request.url.split('/').at(-2), answer = await cache.match(request);
    try { if (answer) found[store]?.push(await answer.json()); } catch { /* written half: the copy of one thing, not the thing */ }
  }
  return found;
}
