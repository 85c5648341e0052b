// Fingers on the picture (picture.js) that is shown until the page has drawn itself: the row answers, and the page is told.
self.heard = (() => {
  const all = [], next = { present: 'absent', absent: 'late', late: 'present' };
  const hear = e => {
    const on = e.target.closest('#picture [data-act], #picture [data-view]'), row = on?.closest('[data-pupil]'), act = on?.dataset.act;
    if (!on) return;
    all.push(row ? `[data-pupil="${row.dataset.pupil}"] [data-act="${act}"]` : act ? `[data-act="${act}"]` : `[data-view="${on.dataset.view}"]`);
    const was = row?.dataset.state, to = act === 'cycle' ? next[was] : act === 'absent' || act === 'late' ? was === act ? 'present' : act : null;
    if (!to || !next[was]) return;
    row.dataset.state = to;
    for (const aim of ['absent', 'late']) row.querySelector(`[data-act=${aim}]`).setAttribute('aria-pressed', String(to === aim));
  };
  addEventListener('click', hear, true);
  return { stop() { removeEventListener('click', hear, true); return all; } };
})();

// Opens what the tablet keeps while the page's own script is still being fetched and read: the first picture waits for one
// thing less. A database that is not there yet, or refused, is left to store.js. A page with a picture names its script here:
// first the frame that shows it, then all the rest.
self.early = (async address => {
  if (!address) return opened();
  if (document.readyState === 'loading') await new Promise(done => addEventListener('DOMContentLoaded', done));
  await new Promise(done => { requestAnimationFrame(() => setTimeout(done)); setTimeout(done, 500); });
  document.body.append(Object.assign(document.createElement('script'), { type: 'module', src: address }));
  return opened();

  function opened() {
    return new Promise(done => {
      try {
        const request = indexedDB.open('preau');
        request.onupgradeneeded = () => request.transaction.abort();
        request.onerror = event => { event.preventDefault(); done(null); };
        request.onsuccess = () => { try { read(request.result, done); } catch { done(null); } };
      } catch { done(null); }
    });
  }

  function read(db, done) {
    const tx = db.transaction(['meta', 'outbox', 'marks', 'rolls']), now = new Date(), two = n => String(n).padStart(2, '0');
    db.onversionchange = () => db.close();
    const date = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`, of = name => tx.objectStore(name).index('date').getAll(date);
    const meta = tx.objectStore('meta'), keys = meta.getAllKeys(), values = meta.getAll(), waiting = tx.objectStore('outbox').getAll(), marks = of('marks'), rolls = of('rolls');
    tx.oncomplete = () => {
      const kept = Object.fromEntries(keys.result.map((k, i) => [k, values.result[i]])), { device, me, snapshot } = kept;
      if (me && device?.secret && !snapshot) { // the register is asked for beside the page's script, not after it (pull.js)
        self.register = { sent: Date.now(), answer: fetch(new URL('../api/sync/snapshot', location), { headers: { Authorization: `Device ${device.id}:${device.secret}` }, signal: AbortSignal.timeout?.(20_000), cache: 'no-store', credentials: 'omit' }).catch(() => null) };
      }
      done({ db, date, meta: kept, waiting: waiting.result, marks: marks.result, rolls: rolls.result });
    };
    tx.onabort = () => { db.close(); done(null); };
  }
})(document.currentScript.dataset.page);
