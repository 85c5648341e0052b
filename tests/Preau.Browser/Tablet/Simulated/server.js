// The server, as a tablet meets it: src/Preau/Sync/PushFacts.cs, src/Preau/Foundation/Storage/Sqlite/Append.cs, docs/decisions/0003.
// It keeps no peace: what must never happen is written down in `wrong`.

const RANKS = { martin: 1, bernard: 1, lauriac: 4 };
export const PEOPLE = Object.keys(RANKS);
export const PUPILS = ['p1', 'p2', 'p3'];
/** When a schedule begins. */
export const BEGIN = Date.parse('2026-11-23T07:05:00Z');
export const PLACES = [{ date: '2026-11-23', start: '08:00', group: 'g' }, { date: '2026-11-23', start: '09:00', group: 'g' }, { date: '2026-11-20', start: '08:00', group: 'g' }];

const refusal = (status, code) => ({ status, body: { status, code, title: code } });

export class Server {
  log = [];
  rolls = new Map();
  plans = new Map();
  devices = new Map();
  stays = new Map();
  ears = new Set();
  wrong = [];
  #byId = new Map();
  #number = 0;

  /** @param {import('./time.js').Time} time */
  constructor(time) { this.time = time; }

  get position() { return this.log.length; }
  get now() { return new Date(BEGIN + this.time.now).toISOString(); }

  /** @param {{method:string, path:string, search:URLSearchParams, headers:Record<string, string>, body:any}} request @returns {{status:number, body:any, etag?:string}} */
  answer({ method, path, search, headers, body }) {
    if (path === 'devices/sign-in') return this.#signIn(body);
    const [id, secret] = (headers.Authorization ?? '').replace('Device ', '').split(':'), device = this.devices.get(id);
    if (device?.secret !== secret) return refusal(401, 'device.unknown');
    if (device.suspended) return refusal(403, 'device.suspended');
    switch (`${method} ${path}`) {
      case 'POST devices/sign-out': return { status: 204, body: null };
      case 'POST sync/push': return this.#push(device, body);
      case 'GET sync/pull': return { status: 200, body: this.#pull(search.has('after') ? +search.get('after') : null) };
      case 'GET sync/snapshot': return headers['If-None-Match'] === `"${device.person}"` ? { status: 304, body: null } : { status: 200, body: this.#snapshot(device), etag: `"${device.person}"` };
      case 'GET sync/plans': return { status: 200, body: { plans: [...this.plans.values()].filter(p => p.person === device.person) } };
      default: throw new Error(`nobody answers ${method} ${path}`);
    }
  }

  #signIn({ userName, device: told }) {
    let device = this.devices.get(told.id), secret = null;
    if (!device || device.secret !== told.secret || device.suspended) {
      if (told.id) this.wrong.push(`${userName}'s tablet had to be enrolled anew`);
      secret = `secret ${this.#number}`;
      device = { id: `device ${this.#number}`, secret, name: told.name, last: 0, confirmed: 0, suspended: false };
      this.#number++;
      this.devices.set(device.id, device);
    }
    device.person = userName;
    const signIn = `stay ${this.#number++}`;
    this.stays.set(signIn, { device, person: userName });
    return { status: 200, body: { device: { id: device.id, name: device.name, ...(secret && { secret }) }, signIn: { id: signIn }, person: this.#person(userName),
      establishment: { code: 'x', name: 'X', zone: 'Europe/Paris' }, serverTime: this.now, sequence: device.last } };
  }

  #push(device, { sequence, facts }) {
    const ids = new Set(), judged = facts.map(fact => ids.has(fact.id) ? 'fact.repeated' : (ids.add(fact.id), this.#whyRefused(device, fact)));
    const isKnown = facts.every((fact, i) => judged[i] || this.#byId.has(fact.id));
    if (sequence !== device.last && isKnown) return this.#told(facts, judged, device, device.last);
    if (sequence !== device.last && sequence !== device.confirmed) {
      device.suspended = true;
      this.wrong.push(`${device.person}'s tablet is suspended: it presents ${sequence}, the last is ${device.last}, confirmed ${device.confirmed}`);
      return refusal(409, 'sync.forked');
    }
    device.confirmed = sequence;
    device.last++;
    return this.#told(facts, judged, device, device.last);
  }

  #told(facts, judged, device, sequence) {
    const before = this.position, receipts = facts.map((fact, i) => judged[i] ? { id: fact.id, state: 'refused', code: judged[i], words: judged[i] } : this.#append(device, fact));
    if (this.position > before) for (const ear of this.ears) ear(this.position);
    return { status: 200, body: { sequence, position: this.position, serverTime: this.now, receipts } };
  }

  #whyRefused(device, { signIn, author, kind }) {
    const stay = this.stays.get(signIn);
    if (!['marked', 'roll-validated', 'seats-arranged'].includes(kind)) return 'fact.unknown-kind';
    return stay?.device === device && stay.person === author ? null : 'fact.unknown-sign-in';
  }

  #append(device, fact) {
    const body = JSON.stringify(fact.body), known = this.#byId.get(fact.id);
    if (known) return known.json === body ? { id: fact.id, state: 'known', position: known.position } : { id: fact.id, state: 'refused', code: 'fact.id-reused', words: 'fact.id-reused' };
    const { id, kind, author, claimedAt } = fact, position = this.position + 1, entry = { ...fact, json: body, position, device };
    this.log.push(entry);
    this.#byId.set(id, entry);
    const line = { position, author, claimedAt, receivedAt: this.now };
    if (kind === 'marked') entry.mark = { id, rank: RANKS[author], ...line, ...fact.body };
    else if (kind === 'roll-validated') this.rolls.set(`${fact.body.date}|${fact.body.start}|${fact.body.group}`, { position, ...fact.body, validatedAt: claimedAt, validatedBy: author });
    else this.plans.set(`${author}|${fact.body.group}|${fact.body.room}`, { ...fact.body, person: author, arrangedAt: claimedAt, position });
    return { id, state: 'accepted', position };
  }

  #pull(after) {
    const since = after ?? 0, seats = after === null ? [] : this.log.filter(e => e.position > since && e.kind === 'seats-arranged').map(e => ({ person: e.author, position: e.position }));
    return { position: this.position, reference: 0, marks: this.log.filter(e => e.position > since && e.mark).map(e => e.mark), rolls: [...this.rolls.values()].filter(r => r.position > since), slips: [], seats, more: false };
  }

  #person(id) { return { id, name: id, userName: id, level: 'teacher', rank: RANKS[id], reloadSeconds: 30 }; }

  #snapshot(device) {
    return { position: 0, serverTime: this.now, establishment: { code: 'x', name: 'X', zone: 'Europe/Paris', hotline: null }, person: this.#person(device.person), periods: [
      { number: 1, label: 'M1', start: '08:00', end: '08:55' }, { number: 2, label: 'M2', start: '09:00', end: '09:55' }], groups: [{ id: 'g', code: '4A', label: '4A', kind: 'class', pupils: PUPILS }],
    pupils: PUPILS.map(id => ({ id, familyName: id, firstName: id, photo: null })), people: PEOPLE.map(id => ({ id, name: id })), sessions: [], kinds: [], known: [], exits: [],
    day: { lateAfter: 10, hours: null }, device: { name: device.name, room: null, shared: false } };
  }
}

/** What a pupil is, from the marks as the server's log has them: written once more, by docs and spec/rollcall/conflicts.json, not by fold.js. */
export function truth(marks) {
  const replaced = new Set(marks.flatMap(m => m.replaces)), standing = marks.filter(m => !replaced.has(m.id)), last = {};
  for (const m of [...standing.length ? standing : marks].sort((a, b) => a.position - b.position)) last[m.author] = m;
  const highest = Math.max(...Object.values(last).map(m => m.rank)), top = Object.values(last).filter(m => m.rank === highest).sort((a, b) => a.position - b.position);
  const agreed = top.every(m => m.kind === top[0]?.kind && m.minutes === top[0].minutes), shown = agreed ? top[0] : top.at(-1);
  return { kind: shown?.kind ?? 'P', minutes: shown?.minutes ?? null, disputed: !agreed, others: agreed ? [] : top.slice(0, -1).map(m => m.id) };
}
