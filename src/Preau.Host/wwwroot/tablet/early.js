// Opens what the tablet keeps while the page's own script is still being fetched and read: the first picture waits for one
// thing less. A database that is not there yet, or refused, is left to store.js.
self.early = new Promise(done => {
  try {
    const request = indexedDB.open('preau');
    request.onupgradeneeded = () => request.transaction.abort();
    request.onerror = event => { event.preventDefault(); done(null); };
    request.onsuccess = () => {
      const db = request.result, tx = db.transaction(['meta', 'outbox', 'marks', 'rolls']), now = new Date(), two = n => String(n).padStart(2, '0');
      db.onversionchange = () => db.close();
      const date = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`, of = name => tx.objectStore(name).index('date').getAll(date);
      const meta = tx.objectStore('meta'), keys = meta.getAllKeys(), values = meta.getAll(), waiting = tx.objectStore('outbox').getAll(), marks = of('marks'), rolls = of('rolls');
      tx.oncomplete = () => done({ db, date, meta: Object.fromEntries(keys.result.map((k, i) => [k, values.result[i]])), waiting: waiting.result, marks: marks.result, rolls: rolls.result });
      tx.onabort = () => { db.close(); done(null); };
    };
  } catch { done(null); }
});
