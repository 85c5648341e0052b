// The office's own script: what Blazor cannot do. Arrows in the grid, the lost line, copying, where the focus goes.
const office = {
  focus: (selector) => document.querySelector(selector)?.focus(),
  show: (selector) => document.querySelector(selector)?.scrollIntoView({ block: "center" }),
  print: () => window.print(),
  // A dialog is shown by the browser: focus stays in it, Escape closes it, the page behind sleeps.
  open: (dialog, first) => { if (!dialog.open) dialog.showModal(); office.focusSoon(first); },
  close: (dialog) => dialog.close(),
  // The element is drawn when the server's answer comes: awaited for ten seconds, unless the hand has gone elsewhere by then.
  focusSoon: (selector, until = Date.now() + 10_000, from = document.activeElement) => {
    const found = document.querySelector(selector), now = document.activeElement;
    if (now !== from && now !== document.body) return;
    if (found) found.focus();
    else if (Date.now() < until) setTimeout(office.focusSoon, 20, selector, until, from);
  },
  // What a problem report should know of the machine: «Chrome 140, Windows».
  browser: () => {
    const brand = navigator.userAgentData?.brands?.findLast?.((one) => !/not/i.test(one.brand));
    const [, name, version] = navigator.userAgent.match(/(Firefox|Edg|Chrome|Version)\/(\d+)/) ?? ["", "?", ""];
    return `${brand ? `${brand.brand} ${brand.version}` : `${name} ${version}`}, ${navigator.userAgentData?.platform ?? navigator.platform}`.slice(0, 60);
  },
  fill: (selector, text) => {
    const field = document.querySelector(selector);
    if (field && document.activeElement !== field) field.value = text;
  },
  copy: (text) => navigator.clipboard.writeText(text).then(() => true, () => false),
};
window.preauOffice = office;

// Arrow keys go from cell to cell; Home and End to the ends of a row. Tables side by side are one grid.
document.addEventListener("keydown", (event) => {
  const cell = event.target.closest?.("[data-cell]");
  const grid = cell?.closest("[data-grid]");
  if (!grid || event.altKey || event.ctrlKey || event.metaKey) return;
  const rows = [...grid.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("[data-cell]")]);
  const y = rows.findIndex((row) => row.includes(cell));
  const x = rows[y].indexOf(cell);
  const to = {
    ArrowUp: rows[y - 1]?.[x], ArrowDown: rows[y + 1]?.[x], ArrowLeft: rows[y][x - 1], ArrowRight: rows[y][x + 1],
    Home: rows[y][0], End: rows[y].at(-1),
  }[event.key];
  if (to) {
    event.preventDefault();
    to.focus();
  }
});

// In a search of pupils, arrows go from the field through what was found and back.
document.addEventListener("keydown", (event) => {
  const picker = event.target.closest?.("[data-picker]");
  if (!picker || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
  const stops = [picker.querySelector("input"), ...picker.querySelectorAll("[data-found]")];
  const to = stops[stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1)];
  if (to) {
    event.preventDefault();
    to.focus();
  }
});

// Alt and a letter presses the header's button that names it.
document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const button = document.querySelector(`.office-header [data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (button) {
    event.preventDefault();
    button.click();
  }
});

// A refusal that appears out of sight is brought into view: on a telephone the button is a screen below it.
new MutationObserver((changes) => {
  const told = changes.flatMap((change) => [...change.addedNodes]).find((node) => node.nodeType === 1 && node.matches(".refused[role=alert]"));
  told?.scrollIntoView({ block: "nearest" });
}).observe(document.body, { childList: true, subtree: true });

// A click beside a dialog closes it, and a click beside the account's menu.
document.addEventListener("click", (event) => {
  if (event.target instanceof HTMLDialogElement) event.target.close();
  for (const menu of document.querySelectorAll("details.me[open]")) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && event.target.closest?.("details.me[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// The line to the server. Blazor tries again by itself; when it gives up, the page waits for the server and comes back at the same place.
let last = "";
// The school's clock, when the page has one, else this machine's.
const clock = () => document.querySelector(".clock")?.textContent ?? new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
const notice = document.getElementById("components-reconnect-modal");
const say = (state) => {
  notice.hidden = state === null;
  if (state === null) return;
  notice.querySelector("[data-last]").textContent = last;
  for (const line of notice.querySelectorAll("[data-lost]")) line.hidden = !line.dataset.lost.split(" ").includes(state);
};
// Which version serves, as it was when this page was opened. A node may be replaced behind an open page: it is asked now and then.
const serving = async () => {
  const answer = await fetch("/api/version", { cache: "no-store" });
  const { version, page } = await answer.json();
  return `${version} ${page}`;
};
let opened = null;
serving().then((now) => { opened = now; }, () => {});
const isNewer = async () => {
  try {
    const now = await serving();
    return opened !== null && now !== opened;
  } catch {
    return false;
  }
};
const tellNewer = () => say("newer");
const lookForNewer = async () => {
  if (!waiting && notice.hidden && (await isNewer())) tellNewer();
};
setInterval(lookForNewer, 5 * 60_000);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && lookForNewer());
let waiting = false;
const comeBack = async () => {
  if (waiting) return;
  waiting = true;
  if (notice.hidden) last = clock();
  say("waiting");
  for (;;) {
    try {
      const answer = await fetch("/health/ready", { cache: "no-store" });
      // Another version: the page stays until the person has saved what they were writing.
      if (answer.ok) return (await isNewer()) ? tellNewer() : location.reload();
    } catch { /* still cut */ }
    await new Promise((wait) => setTimeout(wait, 2000));
  }
};
notice.addEventListener("components-reconnect-state-changed", (event) => {
  const state = event.detail.state;
  if (state === "show" || state === "retrying") {
    if (notice.hidden) last = clock();
    say("retrying");
  } else if (state === "hide") say(null);
  else comeBack();
});
notice.querySelector("[data-act=reload]").addEventListener("click", () => location.reload());
