// Simulated time: one queue of what is to happen. Between two events everything that the last one set off comes to rest,
// so a seed tells the whole order.

/** @param {number} seed @returns {() => number} mulberry32: 0…1 */
export const chanceOf = seed => () => {
  seed = (seed + 0x6D2B79F5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};

const door = new MessageChannel(), hops = [];
door.port1.onmessage = () => hops.shift()();
/** A whole turn of the browser's loop: promises have been kept by then. */
const hop = () => new Promise(done => { hops.push(done); door.port2.postMessage(0); });

export class Time {
  now = 0; // ms since the schedule began
  events = 0;
  #queue = [];
  #number = 0;
  #busy = 0; // the storage works
  #rest = null;

  /** @param {number} ms @param {() => void} act @param {{dead:boolean}} realm whose it is: dies with it @returns {number} by which it is called off */
  after(ms, act, realm) {
    const event = { at: this.now + Math.max(0, ms), number: ++this.#number, act, realm };
    let i = this.#queue.length;
    while (i > 0 && this.#queue[i - 1].at > event.at) i--;
    this.#queue.splice(i, 0, event);
    return event.number;
  }

  callOff(number) {
    const i = this.#queue.findIndex(e => e.number === number);
    if (i >= 0) this.#queue.splice(i, 1);
  }

  /** Something outside this queue has begun; it is waited for. @returns {() => void} it has ended */
  begun() {
    let ended = false;
    this.#busy++;
    return () => {
      if (ended) return;
      ended = true;
      if (!--this.#busy) this.#rest?.();
    };
  }

  /** Until nothing moves any more of itself. */
  async rest() {
    do {
      if (this.#busy) await new Promise(done => { this.#rest = done; });
      await hop();
    } while (this.#busy);
  }

  /** Runs until a moment, or until it is so. @param {number} until @param {() => boolean} [so] @returns {Promise<boolean>} whether it is so */
  async run(until, so = () => false) {
    for (;;) {
      if (so()) return true;
      if (!this.#queue.length || this.#queue[0].at > until) break;
      const event = this.#queue.shift();
      if (event.realm?.dead) continue;
      this.now = event.at;
      if (++this.events > 50_000) throw new Error('it never comes to rest');
      event.act();
      await this.rest();
    }
    this.now = until;
    return so();
  }
}
