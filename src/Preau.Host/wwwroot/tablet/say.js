// What a screen reader is told, politely, one thing after another: each stays for a while, so that none is lost to the next.
const queue = [], topics = new Map();
let timer = 0;

/** Where it is heard: on the page, and in each sheet, beside which the page is silent. */
export const ear = { class: 'unseen ear', role: 'log', 'aria-live': 'polite' };

/** Tells it in a moment: a sheet that is closing has gone by then. @param {string} text */
export function say(text) {
  queue.push(text);
  timer ||= setTimeout(tell, 100);
}

/** Tells it once nothing newer is said of the same: of a quick succession the last alone. @param {string} topic @param {string|null} text null: nothing any more */
export function sayAtLast(topic, text) {
  clearTimeout(topics.get(topic));
  if (text) topics.set(topic, setTimeout(say, 1500, text));
}

function tell() {
  const where = document.querySelector('dialog[open] .ear') ?? document.querySelector('.ear');
  timer = where ? 0 : setTimeout(tell, 100);
  for (const text of where ? queue.splice(0) : []) {
    const line = where.appendChild(Object.assign(document.createElement('p'), { textContent: text }));
    setTimeout(() => line.remove(), 10_000);
  }
}
