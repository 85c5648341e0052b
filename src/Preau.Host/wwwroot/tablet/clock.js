// Time on the tablet. The server's time is the truth, the device's is corrected; hours are those of the establishment's zone.

/** @typedef {{number:number, label:string, start:string, end:string}} Period  times "08:00", in the establishment's zone */

/**
 * How far the server is ahead of the device, in ms, taking the middle of the exchange as the moment of the answer.
 * @param {string} serverTime @param {number} sent @param {number} got  device clock, ms
 */
export const skewOf = (serverTime, sent, got) => Math.round(Date.parse(serverTime) - (sent + got) / 2);

/** @param {number} ms @returns {string} e.g. 2026-11-23T07:07:31.123Z */
export const instant = ms => new Date(ms).toISOString();

const zones = new Map();
function formatOf(zone) {
  if (!zones.has(zone)) {
    zones.set(zone, new Intl.DateTimeFormat('en-GB', {
      timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' }));
  }
  return zones.get(zone);
}

let own = null;

/**
 * What tells the device's zone apart from others without asking Intl, whose first use is slow: its offsets in winter and summer.
 * @param {number} ms @returns {string}
 */
export const offsets = ms => [0, 6].map(m => new Date(new Date(ms).getFullYear(), m, 1).getTimezoneOffset()).join();

/** Says that the device's own wall clock is that of this zone (null: of none we know). @param {string|null} zone */
export const trustOwn = zone => { own = zone; };

/** @returns {string} the device's own zone, such as Europe/Paris */
export const ownZone = () => new Intl.DateTimeFormat().resolvedOptions().timeZone;

const two = n => String(n).padStart(2, '0');

/**
 * The wall clock of a zone at an instant.
 * @param {number} ms @param {string} zone @returns {{date:string, time:string, minutes:number}} minutes since midnight
 */
export function wall(ms, zone) {
  if (zone === own) {
    const d = new Date(ms), h = d.getHours(), m = d.getMinutes();
    return { date: `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())}`, time: `${two(h)}:${two(m)}`, minutes: h * 60 + m };
  }
  const p = Object.fromEntries(formatOf(zone).formatToParts(ms).map(x => [x.type, x.value]));
  return { date: `${p.year}-${p.month}-${p.day}`, time: `${p.hour}:${p.minute}`, minutes: p.hour * 60 + +p.minute };
}

/** @param {string} time "08:05" @returns {number} minutes since midnight */
export const minutesOf = time => +time.slice(0, 2) * 60 + +time.slice(3, 5);

/** @param {number} minutes since midnight @returns {string} "08:05" */
export const clockOf = minutes => `${String(Math.floor(minutes / 60) % 24).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** @param {string} date @param {number} days @returns {string} the calendar day so many days later */
export function dayAfter(date, days) {
  const [y, m, d] = date.split('-').map(Number);
  return new Date(Date.UTC(y, m - 1, d + days)).toISOString().slice(0, 10);
}

/**
 * The period a teacher means when opening the page: the running one; the next one from ten minutes before it starts;
 * else the one just finished; before the first bell, the first.
 * @param {Period[]} periods in order @param {number} minutes since midnight @returns {Period|null}
 */
export function periodAt(periods, minutes) {
  const early = 10;
  let best = periods[0] ?? null;
  for (const p of periods) {
    const start = minutesOf(p.start);
    if (minutes >= start) best = p;
    else if (minutes >= start - early && minutes >= (best ? minutesOf(best.end) : 0)) best = p;
  }
  return best;
}

/**
 * Minutes late, asked of nobody: since the bell while the hour runs; unknown (null) on another day or at another hour.
 * @param {{date:string, start:string, end:string}} roll @param {{date:string, minutes:number}} now
 */
export function minutesLate(roll, now) {
  if (roll.date !== now.date) return null;
  const late = now.minutes - minutesOf(roll.start);
  return late >= 1 && now.minutes < minutesOf(roll.end) ? late : null;
}

/**
 * A UUID v7: 48 bits of time, so facts of one device sort as they were made.
 * @param {number} ms @param {Uint8Array} random 16 random bytes
 */
export function uuid7(ms, random = crypto.getRandomValues(new Uint8Array(16))) {
  const b = Uint8Array.from(random);
  for (let i = 0, rest = ms; i < 6; i++) { b[5 - i] = rest % 256; rest = Math.floor(rest / 256); }
  b[6] = 0x70 | (b[6] & 0x0f);
  b[8] = 0x80 | (b[8] & 0x3f);
  const hex = Array.from(b, x => x.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/**
 * A clock corrected by the server. Between two measures a device's clock may be set back; the page's steady counter may
 * sleep. Time passed is therefore the larger of the two.
 * @param {() => number} device @param {() => number} steady
 */
export function correctedClock(device = () => Date.now(), steady = () => performance.now()) {
  let base = device(), at = base, counted = steady();
  return {
    /** @param {number} ms server minus device */
    set skew(ms) { at = device(); counted = steady(); base = at + ms; },
    /** @returns {number} ms */
    get now() { return Math.round(base + Math.max(device() - at, steady() - counted)); },
    /** @returns {number} server minus device, ms, to be kept for the next start */
    get skew() { return base - at; },
  };
}

/**
 * Whether the page may be replaced now by a newer one. Never while something is only in memory, while a roll is begun or a
 * sheet is open, nor in the first ten minutes of an hour; forced, as soon as all that can be sent is sent.
 * What waits for its author to come again (of an earlier registration) is on the tablet, and holds nothing up.
 * @param {{waiting:{held:boolean, refused:any, device?:string}[], device?:string, begun:boolean, sheet:boolean, starts:string[], minutes:number, idle:number, forced:boolean}} now  starts: of the hours meant today; minutes: since midnight; idle: ms without a finger
 */
export function mayUpdate({ waiting, device, begun, sheet, starts, minutes, idle, forced }) {
  if (begun || sheet || waiting.some(w => !w.held) || starts.some(start => minutes >= minutesOf(start) && minutes < minutesOf(start) + 10)) return false;
  const leaves = waiting.filter(w => (w.device ?? device) === device);
  return forced ? idle >= 10_000 && leaves.every(w => w.refused) : !leaves.length && idle >= 60_000;
}

/** @param {string} version @param {string|null} minimum such as 0.2.0 @returns {boolean} whether the version is older */
export function isOlder(version, minimum) {
  if (!minimum) return false;
  const [a, b] = [version, minimum].map(v => v.split('-')[0].split('.').map(Number));
  const i = [0, 1, 2].find(n => (a[n] || 0) !== (b[n] || 0));
  return i !== undefined && (a[i] || 0) < (b[i] || 0);
}
