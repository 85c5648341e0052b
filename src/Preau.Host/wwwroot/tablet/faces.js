// Pupils' faces: kept by the browser under their hash, shown when they are there.
import { signal } from '../vendor/libraries.js';
import * as desk from './desk.js';
import { at, photo, Refused } from './server.js';

const CACHE = 'preau-photos', address = hash => new URL(`../../photos/${hash}`, import.meta.url).pathname;
const urls = new Map();

/** @param {string|null} hash @returns {string|null} an address for an image, when the tablet has it */
export function face(hash) {
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

/** @returns {Promise<Response|null|undefined>} undefined: there is none any more; null: the server cannot be asked */
async function fetched(hash) {
  const mine = at.era;
  try {
    const answer = await photo(hash);
    if (mine === at.era) await (await self.caches?.open(CACHE))?.put(address(hash), answer.clone()).catch(() => {});
    return answer;
  } catch (e) { return e instanceof Refused && e.status === 404 ? undefined : null; }
}

/** Brings the faces of this person's classes onto the tablet and lets go of those that nobody names any more. */
export async function keepFaces() {
  const s = desk.snapshot.peek(), mine = at.era;
  if (!s || !self.caches) return;
  const hashes = new Map(s.pupils.filter(p => p.photo).map(p => [p.id, p.photo])), cache = await caches.open(CACHE);
  const named = new Set([...hashes.values()].map(address));
  const have = new Set((await cache.keys()).map(k => new URL(k.url).pathname));
  for (const path of have) if (!named.has(path)) await cache.delete(path);
  const groups = new Set([...desk.lessons.peek().map(l => l.group), ...desk.habits.peek().recent]);
  for (const g of s.groups) if (groups.has(g.id)) for (const id of g.pupils) if (hashes.has(id) && !have.has(address(hashes.get(id))) && (await fetched(hashes.get(id)) === null || mine !== at.era)) return; // no network, or everything was let go
}

/** Forgets every face: another person's tablet now. */
export const forgetFaces = () => self.caches?.delete(CACHE).catch(() => {});
