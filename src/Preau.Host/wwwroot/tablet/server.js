// The way to the server: a question, its answer or its refusal, what both say of the clock and the link; and the counters that
// the rooms of the sync door share: sign-in.js, push.js, pull.js. Nothing here decides what is shown.
import { skewOf } from './clock.js';
import * as desk from './desk.js';
import { lang } from './words.js';

const api = new URL('../../../api/', import.meta.url);
/** The hash of this page, from its own address: /tablet/{hash}/tablet/server.js */
export const page = new URL('..', import.meta.url).pathname.split('/').at(-2);
/** The program's version, as the page's heading says it. */
export const version = globalThis.document?.querySelector('meta[name=version]')?.content ?? '0.0.0';
const channel = 'BroadcastChannel' in self ? new BroadcastChannel('preau') : null;
/**
 * What this page knows of the server's counters, kept with the facts they belong to. loose: the storage could not take the
 * sequence; era: how often everything was let go, an answer asked for before belongs to nobody here; ear: the open doorbell.
 * @type {{sequence:number, position:number|null, etag:string|null, loose:boolean, era:number, ear:AbortController|null}}
 */
export const at = { sequence: 0, position: null, etag: null, loose: false, era: 0, ear: null };

/** A refusal by the server, with its code and words. */
export class Refused extends Error {
  constructor(status, problem, retryAfter) { super(problem.title); Object.assign(this, { status, problem, code: problem.code, retryAfter }); }
}

/** @param {string} path @param {{method?:string, body?:any, etag?:string, timeout?:number, signal?:AbortSignal, as?:any}} ask */
export async function call(path, { method = 'GET', body, etag, timeout = 20_000, signal, as = desk.device.peek() } = {}) {
  const headers = { 'Accept-Language': lang.peek(), 'Preau-Page': `${version} ${page}` };
  if (as?.secret) headers.Authorization = `Device ${as.id}:${as.secret}`;
  if (etag) headers['If-None-Match'] = etag;
  if (body) headers['Content-Type'] = 'application/json';
  const limit = signal ?? AbortSignal.timeout?.(timeout);
  const answer = await fetch(new URL(path, api), { method, headers, body: body && JSON.stringify(body), signal: limit, cache: 'no-store', credentials: 'omit' });
  if (answer.ok || answer.status === 304) return answer;
  const problem = await answer.json().catch(() => ({}));
  throw new Refused(answer.status, problem, +answer.headers.get('Retry-After') || 0);
}

/** The storage could not take it: said, and the sequence in memory is the one to trust. */
export function full() { desk.storage.value = 'full'; at.loose = true; }

/** Sets the clock by an answer. */
export function timed(serverTime, sent) {
  if (Date.now() - sent > 10_000) return; // too slow an exchange to tell the time by
  desk.clock.skew = skewOf(serverTime, sent, Date.now());
  desk.tick.value = desk.clock.now;
}

/** Takes up the counters kept by the last session. */
export function wake({ sequence, position, etag }) { Object.assign(at, { sequence: sequence ?? 0, position: position ?? null, etag: etag ?? null }); }

/** Somebody is here, or this is a classroom tablet, which waits for somebody. */
export const present = () => !!desk.me.peek() || !!desk.device.peek()?.shared;

/** Whether the server wants a person before it takes anything more. */
export const blocked = () => desk.trouble.peek() !== null;

/** What a failure says about the link and about us. */
export function mind(e) {
  if (e instanceof Refused && (e.status === 401 || e.status === 403 || e.code === 'sync.forked')) {
    desk.trouble.value = { 'device.unknown': 'device.unknown', 'device.revoked': 'device.revoked', 'device.suspended': 'sync.forked', 'sync.forked': 'sync.forked' }[e.code] ?? 'sign-in.ended';
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
export const served = async () => (await call('version')).json();
