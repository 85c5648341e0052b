// The network between a tablet and the server, as bad as a school's: it is gone, loses requests and answers, delivers twice,
// is slow so that answers overtake each other, and now and then somebody else answers (a proxy, a portal).

const PAGES = [[400, 0], [403, 0], [502, 5], [200, 0]];

export class Network {
  calm = false;

  /** @param {import('./time.js').Time} time @param {import('./server.js').Server} server @param {() => number} chance @param {(what:string) => void} told */
  constructor(time, server, chance, told) { Object.assign(this, { time, server, chance, told }); }

  /** A tab's fetch. @param {any} realm */
  fetchOf(realm) {
    return (address, { method = 'GET', headers = {}, body, signal } = {}) => new Promise((done, no) => {
      const url = new URL(address), request = { method, path: url.pathname.replace('/api/', ''), search: url.searchParams, headers, body: body && JSON.parse(body) };
      if (request.path === 'sync/push') { realm.tablet.sends(request.body); this.told(`${realm.tablet.name}#${realm.tablet.tabs.indexOf(realm)} pushes ${request.body.sequence}: ${request.body.facts.map(f => f.id.slice(0, 13))}`); }
      new Exchange(this, realm, request, signal, done, no);
    });
  }

  delay() {
    if (this.calm) return 20;
    return this.chance() < .15 ? 1000 + this.chance() * 12_000 : 5 + this.chance() * 200;
  }

  luck(of) { return !this.calm && this.chance() < of; }
}

class Exchange {
  constructor(net, realm, request, signal, done, no) {
    Object.assign(this, { net, realm, request, over: false, arrived: false }); // arrived: or never will
    const gone = () => new realm.window.TypeError('Failed to fetch'), after = (ms, act) => net.time.after(ms, () => { if (!this.over) act(); }, null);
    this.end = act => { if (!this.over) { this.over = true; realm.exchanges.delete(this); if (!realm.dead) act(); } };
    this.fail = () => this.end(() => no(gone()));
    this.giveUp = () => {
      // What is given up reaches the server at once, late, or never.
      const comes = !this.over && !this.arrived && request.path !== 'sync/stream' && net.chance() < .5;
      this.end(() => no(signal?.reason ?? gone()));
      if (!comes) return;
      realm.tablet.late++;
      net.time.after(net.chance() < .3 ? 0 : net.chance() * 40_000, () => { realm.tablet.late--; this.arrive(); }, null);
    };
    realm.exchanges.add(this);
    if (signal?.aborted) return this.end(() => no(signal.reason));
    signal?.addEventListener('abort', () => this.giveUp());
    if (!realm.tablet.online) { this.arrived = true; return after(10, this.fail); }
    if (request.path === 'sync/stream') return after(net.delay(), () => this.listen(done, signal));
    const lost = net.luck(.05), stopped = !lost && net.luck(.05);
    this.arrived = lost || stopped;
    if (lost) return after(net.chance() < .5 ? net.delay() : 60_000, this.fail); // told, or not
    if (stopped) return after(net.delay(), () => this.end(() => done(this.page())));
    after(net.delay(), () => {
      const { facts } = request.body ?? {};
      if (facts?.length > 1 && net.luck(.1) && !realm.tablet.late) request.body.facts = facts.filter(() => net.chance() < .5); // taken in part, and answered so; the whole of it that came later would be a copy's (docs/decisions/0003)
      let answer = this.arrive();
      if (net.luck(.06)) answer = this.arrive(); // delivered twice: the way's last answer is the one that comes
      if (net.luck(.08)) return after(net.chance() < .5 ? net.delay() : 60_000, this.fail); // the answer is lost
      if (net.luck(.05) && answer.body?.receipts?.length > 1) answer.body.receipts.splice(Math.floor(net.chance() * answer.body.receipts.length), 1); // names fewer
      after(net.delay(), () => this.end(() => { realm.tablet.hears(answer.body?.receipts); done(this.told(answer.status, answer.body === null ? '' : JSON.stringify(answer.body), answer.time, answer.etag)); }));
    });
  }

  arrive() {
    this.arrived = true;
    const answer = this.net.server.answer(this.request);
    if (this.request.path === 'sync/push') this.net.told(`  server: ${this.realm.tablet.name} ${this.request.body.sequence} -> ${answer.body.sequence ?? answer.status}`);
    return { ...answer, body: answer.body && structuredClone(answer.body), time: this.net.server.now };
  }

  page() {
    const [status, retry] = PAGES[Math.floor(this.net.chance() * PAGES.length)];
    this.net.told(`somebody answers ${status} to ${this.request.path}`);
    return this.told(status, '<!doctype html><title>Proxy</title>', null, null, retry);
  }

  told(status, text, time, etag, retry) {
    const headers = { 'Preau-Time': time, ETag: etag, 'Retry-After': retry || null };
    return { status, ok: status >= 200 && status < 300, headers: { get: name => headers[name] ?? null }, text: async () => text, json: async () => this.realm.window.JSON.parse(text) };
  }

  /** The doorbell: its lines come one by one; a cut is heard, or not. */
  listen(done, signal) {
    const { net, realm } = this, lines = [];
    let wanted = null;
    const ring = position => net.time.after(net.delay(), () => { if (realm.tablet.online && !this.over) { lines.push(`data: ${JSON.stringify({ position, reference: 0 })}\n`); wanted?.(); } }, realm);
    const read = () => new Promise((got, no) => {
      const give = () => { wanted = null; got({ done: false, value: lines.shift() }); };
      if (signal.aborted) no(signal.reason); else if (lines.length) give(); else wanted = give;
      this.cut = () => { wanted = null; no(new realm.window.TypeError('network error')); };
    });
    net.server.ears.add(ring);
    this.giveUp = this.fail = () => { this.end(() => this.cut?.()); net.server.ears.delete(ring); };
    ring(net.server.position);
    done({ ...this.told(200, '', net.server.now), body: { pipeThrough: () => ({ getReader: () => ({ read }) }) } });
  }
}
