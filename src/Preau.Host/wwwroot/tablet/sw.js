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
  const page = await (await caches.open(CACHE)).match(PAGE);
  if (!page) return fetch(event.request);
  event.waitUntil(self.registration.update().catch(() => {}));
  return page;
}

async function kept(request) {
  return await (await caches.open(CACHE)).match(request) ?? fetch(request);
}

// Background Sync: wakes the open pages, which hold the outbox.
self.addEventListener('sync', event => {
  if (event.tag === 'push') event.waitUntil(self.clients.matchAll().then(all => all.forEach(c => c.postMessage('push'))));
});
