// The way to the server: a question, its answer or its refusal, what both say of the clock and the link; and the counters that
// the rooms of the sync door share: sign-in.js, push.js, pull.js. Nothing here decides what is shown.
import { skewOf } from './clock.js';
import * as desk from './desk.js';
import * as store from './store.js';
import { lang } from './words.js';

const api = new URL('../../../api/', import.meta.url);
/** The hash of this page, from its own address: /tablet/{hash}/tablet/server.js */
export const page = new URL('..', import.meta.url).pathname.split('/').at(-2);
/** The program's version, as the page's heading says it. */
export const version = globalThis.document?.querySelector('meta[name=version]')?.content ?? '0.0.0';
const channel = 'BroadcastChannel' in self ? new BroadcastChannel('preau') : null;
/**
 * What this page knows of the server's counters, kept with the facts they belong to. loose: the storage could not take the
 * sequence; unkept: nor who is here; era: how often everything was let go, an answer asked for before belongs to nobody here; ear: the open doorbell.
 * @type {{sequence:number, position:number|null, etag:string|null, loose:boolean, unkept:boolean, era:number, ear:AbortController|null}}
 */
export const at = { sequence: 0, position: null, etag: null, loose: false, unkept: false, era: 0, ear: null };

/** A refusal by the server, with its code and words. */
export class Refused extends Error {
  constructor(status, problem, retryAfter, as) { super(problem.title); Object.assign(this, { status, problem, code: problem.code, retryAfter, as }); }
}

/** @param {string} path @param {{method?:string, body?:any, etag?:string, timeout?:number, signal?:AbortSignal, last?:boolean, as?:any}} ask last: it goes out even when the page is closed now */
export async function call(path, { method = 'GET', body, etag, timeout = 20_000, signal, last, as = desk.device.peek() } = {}) {
  const headers = { 'Accept-Language': lang.peek(), 'Preau-Page': `${version} ${page}` };
  if (as?.secret) headers.Authorization = `Device ${as.id}:${as.secret}`;
  if (etag) headers['If-None-Match'] = etag;
  if (body) headers['Content-Type'] = 'application/json';
  const limit = signal ?? AbortSignal.timeout?.(timeout), sent = Date.now();
  const answer = await fetch(new URL(path, api), { method, headers, body: body && JSON.stringify(body), signal: limit, cache: 'no-store', credentials: 'omit', keepalive: last });
  measure(answer.headers.get('Preau-Time'), sent);
  if (answer.ok || answer.status === 304) return answer;
  const problem = await answer.json().catch(() => ({}));
  throw new Refused(answer.status, problem, +answer.headers.get('Retry-After') || 0, as);
}

/** Whether this is Préau's own refusal: not a server in trouble, nor somebody between it and us. */
export const ours = e => e instanceof Refused && !!e.code && e.status < 500;

/** The storage could not take it: said, and the sequence in memory is the one to trust. */
export function full() { desk.storage.value = 'full'; at.loose = true; }
/** Whether the storage takes who is here; a register makes up for it later. @param {Promise<boolean>} keeping */
export const settled = keeping => keeping.then(is => { kept(is); at.unkept = !is; }, () => { full(); at.unkept = true; });
/** Whether the storage has just taken the sequence; it may have been lost meanwhile. @param {boolean} is */
export const kept = is => { at.loose = !is; };

const BESIDE = 'preau-sequence';

/**
 * The sequence to present next. While the storage cannot take it, it is kept beside it, where a reload and other tabs find it;
 * and the one in the storage goes, so that the worker, which sees only that, leaves the sending to a page.
 * @param {number} sequence
 */
export function follow(sequence) {
  at.sequence = sequence;
  try {
    if (at.loose) localStorage.setItem(BESIDE, `${desk.device.peek()?.id} ${sequence}`);
    else localStorage.removeItem(BESIDE);
  } catch { /* none there either */ }
  if (at.loose) store.keep({ sequence: undefined }).catch(() => {});
}

/** @param {{id:string}|undefined} device @returns {number} the sequence kept beside the storage, 0 when there is none */
export function beside(device) {
  try {
    const [id, sequence] = localStorage.getItem(BESIDE).split(' ');
    return id === device?.id ? +sequence : 0;
  } catch { return 0; }
}

/** A clock that is plainly wrong is set by whatever answer tells the time: a wrong hour may keep everything from being marked, and so from being sent. */
function measure(time, sent) {
  const now = Date.now();
  if (!time || Math.abs(Date.parse(time) - desk.clock.now) <= 1000 + now - sent) return;
  timed(time, sent);
  store.keep({ skew: desk.clock.skew }).catch(() => {});
}

/** Sets the clock by an answer. */
export function timed(serverTime, sent) {
  if (Math.abs(Date.now() - sent) > 10_000) return; // too slow an exchange to tell the time by, or the clock was set meanwhile
  desk.clock.skew = skewOf(serverTime, sent, Date.now());
  desk.tick.value = desk.clock.now;
}

/** Takes up the counters kept by the last session. */
export function wake({ device, sequence, position, etag }) { Object.assign(at, { sequence: Math.max(sequence ?? 0, beside(device)), position: position ?? null, etag: etag ?? null }); }

/** Somebody is here, or this is a classroom tablet, which waits for somebody. */
export const present = () => !!desk.me.peek() || !!desk.device.peek()?.shared;

/** Whether the server tells nothing more before a person has come. */
export const blocked = () => desk.trouble.peek() !== null;
/** Whether it takes nothing more either: of somebody whose stay has ended it takes what waits. */
export const shut = () => blocked() && desk.trouble.peek() !== 'sign-in.ended';

/** Refusals after which a person must come to the door; anybody else's 401 or 403 (a proxy, a firewall) is only the link's trouble. */
const DOOR = { 'device.unknown': 'device.unknown', 'device.revoked': 'device.revoked', 'device.suspended': 'sync.forked', 'sync.forked': 'sync.forked', 'sign-in.ended': 'sign-in.ended' };

/** What a failure says about the link and about us. */
export function mind(e) {
  const trouble = e instanceof Refused && e.as?.secret === desk.device.peek()?.secret && DOOR[e.code]; // one asked before this tablet was enrolled anew tells nothing of it now
  if (trouble && (trouble !== 'sign-in.ended' || desk.me.peek())) { // who has just left is not told that their stay has ended
    desk.trouble.value = trouble;
    desk.screen.value = 'sign-in';
    return;
  }
  desk.link.value = navigator.onLine === false ? 'offline' : 'trouble';
}

/** The server has answered: whatever was said of the link before. */
export const reached = () => { desk.link.value = at.ear ? 'live' : 'polling'; };

/** Tells the other tabs that the storage has changed. */
export function tell() { channel?.postMessage('changed'); }

/** @param {() => void} act when another tab has changed the storage */
export const told = act => channel?.addEventListener('message', act);

/** A pupil's face. @param {string} hash @returns {Promise<Response>} */
export const photo = hash => call(`sync/photos/${hash}`);

/** Asks which page the server serves, and from where it sees us. @returns {Promise<{page:string, minimum:string|null, version:string, download:string|null, address:string|null}>} */
export async function served() {
  const now = await (await call('version')).json();
  offered = now.page ?? null;
  return now;
}
let offered = null;

/** Whether opening the page again may bring the one that the server serves: not within ten minutes of a try that did not, where the worker cannot keep it. */
export function mayReload() {
  try {
    const last = JSON.parse(sessionStorage.getItem('preau-reloaded') ?? '{}'), again = last.page === offered && Math.abs(Date.now() - last.at) < 600_000;
    if (!again) sessionStorage.setItem('preau-reloaded', JSON.stringify({ page: offered, at: Date.now() }));
    return !again;
  } catch { return true; }
}
