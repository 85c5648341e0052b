// What comes by itself: notices over the page; and, for who does not see the page, colleagues' words about the class on the
// desk, disagreements, slips, and where what was entered is.
import { computed, h, htm } from '../vendor/libraries.js';
import { go } from './places.js';
import * as desk from './desk.js';
import { keepDrawn, painted } from './frame.js';
import { called } from './names.js';
import { hourText, takenText } from './roll.js';
import * as rolls from './rolls.js';
import { say, sayAtLast } from './say.js';
import { texts, whoSaid } from './texts.js';
import { dayName, t } from './words.js';

const html = htm.bind(h);
const MANY = 3; // more at once are counted, not read out

/** What a person should know before anything else: {key, text, name and act of its button}. */
const notices = computed(() => {
  const w = t(), all = [], add = (key, text, name, act) => all.push({ key, text, name, act });
  if (desk.version.value) add(desk.version.value, desk.version.value === 'tooOld' ? w.tooOld : w.version, w.update, 'update');
  if (desk.me.value?.unproven) add('unproven', w.unproven(desk.me.value.person.name), w.prove, 'prove');
  if (desk.storage.value === 'refused') add('refused', w.private);
  if (desk.storage.value === 'full') add('full', w.full);
  for (const d of rolls.disputesElsewhere.value.slice(0, 2)) {
    const pupil = desk.pupilsById.value.get(d.pupil), group = desk.groupsById.value.get(d.group);
    if (pupil && group) add(Object.values(d).join(), w.disputeAt(called(pupil, d.group), desk.groupName(group), d.date === desk.today.value ? d.start : `${dayName(d.date)}, ${d.start}`), w.look, () => go({ date: d.date, start: d.start, group: d.group }));
  }
  return all;
});

/** @param {{acts:Record<string, () => void>}} props what the page itself does: update, prove */
export const Notices = ({ acts }) => notices.value.length > 0 && html`<aside aria-label=${t().notices}>${notices.value.map(({ key, text, name, act }) => html`<p class="notice" key=${key}>
  <span>${text}</span>${act && html`<button type="button" data-act="notice" onClick=${acts[act] ?? act}>${name}</button>`}</p>`)}</aside>`;

/** Tells a screen reader, from now on, what comes by itself; a finger's answer comes first. */
export function tellNews() {
  let told = new Set(), before = null, safe = null;
  keepDrawn(() => { if (desk.screen.value) refocus(); });
  keepDrawn(() => {
    const now = desk.screen.value === 'roll' ? notices.value : [];
    for (const n of now) if (!told.has(n.key)) say(n.text);
    told = new Set(now.map(n => n.key));
    refocus();
  });
  keepDrawn(() => {
    const roll = rolls.roll.value, me = desk.me.peek()?.person.id, old = before;
    before = roll && { roll, me };
    refocus();
    if (!roll || !old || old.me !== me) return;
    if (!same(roll, old.roll)) return say([roll.name, roll.session?.subject, roll.date !== desk.today.peek() && dayName(roll.date), hourText(roll), takenText(roll)].filter(Boolean).join(', ')); // another roll lies here, by whatever hand
    const news = roll.rows.flatMap((r, i) => r === old.roll.rows[i] ? [] : newsOf(r, old.roll.rows.find(o => o.id === r.id), me));
    if (news.length > MANY) say(t().newsCount(news.length)); else news.forEach(say);
    const by = roll.taken?.validatedBy, at = roll.taken?.validatedAt;
    if (at && by !== me && at !== old.roll.taken?.validatedAt) say(t().validatedBy(desk.timeOf(at), whoSaid(by)));
  });
  keepDrawn(() => {
    const roll = rolls.roll.value, state = desk.waiting.value.some(x => x.refused) ? 'refused' : roll?.safe ?? 'none', old = safe;
    safe = { roll, state };
    if (state === old?.state && (state !== 'received' || roll.receivedAt === old.roll?.receivedAt)) return;
    if (state === 'refused') say(t().factsRefused);
    else if (same(roll, old?.roll)) sayAtLast('safe', state === 'received' ? t().received(desk.timeOf(roll.receivedAt)) : state === 'none' ? null : t().safe[state]);
  });
}

let focused = null; // by a key, or by a reader; the focus of a finger says nothing
addEventListener('focusin', e => { focused = e.target; });
addEventListener('pointerdown', () => { focused = null; }, true);
/** What had the focus has gone with what it stood on: it goes to the class, or to what the door asks, not to nowhere. */
export const refocus = () => painted().then(() => {
  if (!focused || focused.isConnected || document.activeElement !== document.body) return;
  (document.querySelector('[data-pupil] .name[tabindex="0"]') ?? document.querySelector('[data-act=pick-class], .door h1'))?.focus({ preventScroll: true });
});

const same = (a, b) => !!a && !!b && a.date === b.date && a.start === b.start && a.group === b.group;

/** What somebody else has just said of a pupil. @returns {string[]} */
function newsOf(r, old, me) {
  const w = t(), name = called(r.pupil), shown = r.folded.shown, news = [];
  if (!old) return news;
  if (r.disputed && !old.disputed) news.push(w.disputeOf(name, texts(r, null).word));
  else if (shown && shown.author !== me && ![old.folded.shown, ...old.folded.others].some(m => m?.id === shown.id)) news.push(w.rowLabel(name, texts(r, null).word || w.above(w.markOf(shown.kind), whoSaid(shown.author))));
  if (r.pass && !old.pass) news.push(w.rowLabel(name, w.mustPass));
  return news;
}
