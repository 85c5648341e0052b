// Keeps the page on the tablet: one cache per version, filled whole or not at all, switched whole. The server fills in
// the two literals. Nothing of the interface (/api/) passes here.
const VERSION = '__HASH__';
const FILES = __FILES__;
const CACHE = `preau-tablet-${VERSION}`;
const PAGE = new URL('./', self.location).pathname; // /tablet/

self.addEventListener('install', event => {
  // Where the browser can, files and page come from the cache without waking this script.
  event.addRoutes?.({ condition: { urlPattern: { pathname: `${PAGE}${VERSION}/*` } }, source: { cacheName: CACHE } })?.catch?.(() => {});
  event.waitUntil(fill());
});

async function fill() {
  const cache = await caches.open(CACHE);
  const page = await fetch(PAGE, { cache: 'no-store', credentials: 'omit' });
  const text = await page.clone().text();
  if (!page.ok || !text.includes(`${VERSION}/`)) throw new Error('the page served is another version; this one will not be kept');
  await cache.addAll(FILES.filter(f => new URL(f, self.location).pathname !== PAGE));
  await cache.put(PAGE, page); // last: a cache with a page is a whole cache
}

self.addEventListener('activate', event => event.waitUntil(switchOver()));

async function switchOver() {
  for (const name of await caches.keys()) if (name.startsWith('preau-tablet-') && name !== CACHE) await caches.delete(name);
  await self.clients.claim();
}

self.addEventListener('message', event => { if (event.data === 'take over') self.skipWaiting(); });

self.addEventListener('fetch', event => {
  const { request } = event, url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin || !url.pathname.startsWith(PAGE)) return;
  if (request.mode === 'navigate') event.respondWith(open(event));
  else if (url.pathname.startsWith(`${PAGE}${VERSION}/`)) event.respondWith(kept(request));
});

/** The page, at once from the cache; a newer version is looked for behind it. */
async function open(event) {
  const cache = await caches.open(CACHE), page = await cache.match(PAGE);
  if (!page) return fetch(event.request);
  event.waitUntil(self.registration.update().catch(() => {}));
  return await picture(cache).catch(() => null) ?? page;
}

/** The page with the list drawn beforehand (picture.js), where one holds at this moment. */
async function picture(cache) {
  const index = await cache.match(`${PAGE}pictures`), now = Date.now();
  const one = index && (await index.json()).find(p => p.from <= now && now < p.until);
  return one && await cache.match(one.address);
}

async function kept(request) {
  return await (await caches.open(CACHE)).match(request) ?? fetch(request);
}

// ---- Background Sync (Chromium): an open page sends what waits; with no page open, this does, by the same rules as
// push.js and outbox.js: names chosen without network first, one push at a time, exactly the ids that the receipts name
// move, the sequence in the same transaction.

self.addEventListener('sync', event => { if (event.tag === 'push') event.waitUntil(send()); });

async function send() {
  for (const page of await self.clients.matchAll()) page.postMessage('push');
  const db = await opened(); // a page that is sending is waited for: closed meanwhile, it has left its work to this
  if (db) await navigator.locks.request('preau-push', () => pushFrom(db)).finally(() => db.close());
}

async function pushFrom(db) {
  const read = db.transaction(['meta', 'outbox']), meta = read.objectStore('meta');
  const [device, sequence, claims, all] = await Promise.all([meta.get('device'), meta.get('sequence'), meta.get('claims'), read.objectStore('outbox').getAll()].map(done));
  let batch = all.filter(w => !w.refused && device && (w.device ?? device.id) === device.id).slice(0, 100); // few enough for one push, whatever they say; the rest is a page's
  if (!batch.length || sequence === undefined) return; // a page whose storage was full has the sequence beside it, out of reach here
  if ((await self.clients.matchAll()).length) throw new Error('a page is open and sends by itself; looked at again later');
  for (const claim of claims ?? []) if (!(await ask(device, 'devices/claim', claim)).ok) batch = batch.filter(w => w.signIn !== claim.signIn); // unknown there: a page says so
  if (!batch.length) return;
  const facts = batch.map(({ id, kind, author, signIn, claimedAt, body }) => ({ id, kind, author, signIn, claimedAt, body }));
  const answer = await ask(device, 'sync/push', { sequence, facts });
  if (answer.ok) await book(db, batch, await answer.json()); // else a page must ask the person
}

async function ask(device, path, body) {
  const answer = await fetch(new URL(`../api/${path}`, self.location), { method: 'POST', body: JSON.stringify(body), credentials: 'omit', signal: AbortSignal.timeout?.(20_000), // no page sends meanwhile
    headers: { 'Content-Type': 'application/json', 'Authorization': `Device ${device.id}:${device.secret}`, 'Accept-Language': navigator.language } });
  if (answer.status >= 500) throw new Error('the server is not well; again later');
  return answer;
}

async function book(db, batch, { sequence, serverTime, receipts }) {
  const tx = db.transaction(['outbox', 'marks', 'rolls', 'meta'], 'readwrite', { durability: 'strict' });
  const byId = new Map(receipts.map(r => [r.id, r])), rolls = tx.objectStore('rolls');
  for (const w of batch) {
    const receipt = byId.get(w.id), position = receipt?.position ?? 0;
    if (receipt?.state === 'refused') tx.objectStore('outbox').put({ ...w, refused: { code: receipt.code, words: receipt.words ?? '' } });
    if (receipt?.state !== 'accepted' && receipt?.state !== 'known') continue;
    tx.objectStore('outbox').delete(w.seq);
    if (w.kind === 'marked') tx.objectStore('marks').put({ id: w.id, position, author: w.author, rank: w.rank, claimedAt: w.claimedAt, receivedAt: serverTime, ...w.body });
    else if (w.kind === 'roll-validated') rolls.get([w.body.date, w.body.start, w.body.group]).onsuccess = e => {
      if (!(e.target.result?.position > position)) rolls.put({ position, ...w.body, validatedAt: w.claimedAt, validatedBy: w.author, receivedAt: serverTime });
    };
  }
  tx.objectStore('meta').put(sequence, 'sequence');
  await new Promise((ok, no) => { tx.oncomplete = ok; tx.onabort = tx.onerror = () => no(tx.error); });
  await mirror(batch.filter(w => ['accepted', 'known'].includes(byId.get(w.id)?.state)), sequence).catch(() => {});
}

/** The second copy (mirror.js): a sequence left behind there would read as another tablet's. */
async function mirror(sent, sequence) {
  const copies = await caches.open('preau-kept');
  await Promise.all([copies.put(`${PAGE}kept/meta/sequence`, new Response(JSON.stringify(['sequence', sequence]))), ...sent.map(w => copies.delete(`${PAGE}kept/outbox/${w.seq}`))]);
}

const done = request => new Promise((ok, no) => { request.onsuccess = () => ok(request.result); request.onerror = () => no(request.error); });

/** The page's database, or null when no page has made it yet. */
const opened = () => new Promise((ok, no) => {
  const request = indexedDB.open('preau');
  request.onupgradeneeded = () => request.transaction.abort();
  request.onsuccess = () => ok(request.result);
  request.onerror = () => request.error?.name === 'AbortError' ? ok(null) : no(request.error);
});
