// What waits to be received. Pure: what a fact is, what to send next, what an answer moves, when to try again.
import { instant, uuid7 } from './clock.js';

/**
 * @typedef {{id:string, kind:'marked'|'roll-validated'|'seats-arranged', author:string, signIn:string, claimedAt:string, body:any}} Fact
 * @typedef {Fact & {seq?:number, school:string, device?:string, rank:number, held:boolean, refused:null|{code:string, words:string}}} Waiting
 *   seq: order made on this tablet; held: the tablet's storage has confirmed it; rank: of the author, for the fold; device: the registration under which it was made,
 *   not told by the first pages: then the one that this tablet has
 * @typedef {{id:string, state:'accepted'|'known'|'refused', position?:number, code?:string, words?:string}} Receipt
 */

/** Limits of one push, as the server states them. */
export const MOST_FACTS = 200;
export const MOST_BYTES = 250_000;

/**
 * @param {Fact['kind']} kind @param {any} body @param {{person:{id:string, rank:number}, signIn:string, school:string, device:string}} me
 * @param {number} now corrected time, ms @returns {Waiting}
 */
export function makeFact(kind, body, me, now) {
  return { id: uuid7(now), kind, author: me.person.id, signIn: me.signIn, claimedAt: instant(now), body,
    school: me.school, device: me.device, rank: me.unproven ? 0 : me.person.rank, ...me.unproven && { unproven: true }, held: false, refused: null };
}

/** @param {Waiting} w @returns {Fact} exactly what goes on the wire */
export const onWire = ({ id, kind, author, signIn, claimedAt, body }) => ({ id, kind, author, signIn, claimedAt, body });

/**
 * The next facts to send, oldest first, within the limits. Refused ones wait for a person; those of an earlier registration
 * of this tablet (another school, or enrolled anew) wait until their author signs in.
 * @param {Waiting[]} waiting @param {string} device @param {number} most @returns {Waiting[]}
 */
export function nextBatch(waiting, device, most = MOST_FACTS) {
  const batch = [];
  let bytes = 0;
  for (const w of waiting) {
    if (w.refused || (w.device ?? device) !== device) continue;
    bytes += 2 * JSON.stringify(onWire(w)).length; // words may take two bytes a letter
    if (batch.length === most || (batch.length && bytes > MOST_BYTES)) break;
    batch.push(w);
  }
  return batch;
}

/**
 * A person signed in anew on this tablet, enrolled anew: their waiting facts now stand under this sign-in; on a classroom tablet not those entered without proof.
 * @param {Waiting[]} waiting @param {{person:{id:string}, signIn:string, school:string, device:string}} me @returns {Waiting[]} those that changed
 */
export const adopt = (waiting, me, shared = false) => waiting
  .filter(w => w.author === me.person.id && w.school === me.school && w.device !== me.device && !(shared && w.unproven))
  .map(w => ({ ...w, signIn: me.signIn, device: me.device, refused: null }));

/**
 * Names were chosen here without proof under an earlier registration: nobody need come for what they entered, it is claimed anew under this one.
 * @typedef {{signIn:string, person:string, since:string}} Claim
 * @param {Waiting[]} waiting @param {Claim[]} claims that the server has not heard of yet @param {string} device @param {string} school @param {number} now ms
 * @returns {{moved:Waiting[], anew:Claim[]}} those that changed, and what is claimed besides
 */
export function reclaim(waiting, claims, device, school, now) {
  const stays = new Map(claims.map(c => [c.signIn, c])), anew = [];
  const moved = waiting.filter(w => w.unproven && w.school === school && w.device !== device).map(w => {
    if (!stays.has(w.signIn)) {
      anew.push({ signIn: uuid7(now), person: w.author, since: w.claimedAt });
      stays.set(w.signIn, anew.at(-1));
    }
    return { ...w, signIn: stays.get(w.signIn).signIn, device, refused: null };
  });
  return { moved, anew };
}

/**
 * What an answer does to what was sent: exactly the ids it names move, nothing else.
 * @param {Waiting[]} batch @param {Receipt[]} receipts
 * @returns {{received:{fact:Waiting, position:number}[], refused:Waiting[]}}
 */
export function sort(batch, receipts) {
  const byId = new Map(receipts.map(r => [r.id, r]));
  const received = [], refused = [];
  for (const fact of batch) {
    const receipt = byId.get(fact.id);
    if (receipt?.state === 'accepted' || receipt?.state === 'known') received.push({ fact, position: receipt.position ?? 0 });
    else if (receipt?.state === 'refused') refused.push({ ...fact, refused: { code: receipt.code ?? '', words: receipt.words ?? '' } });
  }
  return { received, refused };
}

/**
 * How long to wait before trying again, in ms: doubling from 1 s to 60 s, spread so that a school does not return at once.
 * @param {number} failures so far, from 1 @param {number} chance 0…1
 */
export const pause = (failures, chance = Math.random()) =>
  Math.round(Math.min(60_000, 1000 * 2 ** Math.min(failures - 1, 10)) * (0.5 + chance / 2));

/** @param {Waiting[]} waiting @returns {number|null} when the oldest was made, ms */
export const oldest = waiting => waiting.length ? Math.min(...waiting.map(w => Date.parse(w.claimedAt))) : null;

/**
 * Where one roll's facts are: the weakest of them speaks.
 * @param {Waiting[]} waiting of that roll @param {string|null} receivedAt of the last one received
 * @returns {'none'|'memory'|'tablet'|'received'|'refused'}
 */
export function safety(waiting, receivedAt) {
  if (waiting.some(w => w.refused)) return 'refused';
  if (waiting.some(w => !w.held)) return 'memory';
  if (waiting.length) return 'tablet';
  return receivedAt ? 'received' : 'none';
}
