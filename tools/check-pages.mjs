// Lighthouse and the Nu HTML checker over the demo town's server. Started by tools/dev-check-pages.sh; one JSON line per page.
// Which pages there are is read from the routes in src: a new page is checked, or this fails and says that nobody came there.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import lighthouse from 'lighthouse';
import puppeteer from 'puppeteer-core';
import vnu from 'vnu-jar';

const [data, fresh, ...options] = process.argv.slice(2), runs = 5, wanted = 98;
const address = folder => JSON.parse(readFileSync(`${folder}/preau.server.json`, 'utf8')).Url.replace(/\/$/, '');
const url = address(data), demo = JSON.parse(readFileSync(`${data}/demo-logins.json`, 'utf8'));
const flags = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'];
const browser = await puppeteer.launch({ executablePath: process.env.CHROME_PATH, args: flags });
let bad = 0;
const fail = told => { bad++; console.log(JSON.stringify(told)); };

// ---- Lighthouse: its own mobile throttling, a page nobody has visited

const median = list => [...list].sort((a, b) => a - b)[list.length >> 1];

async function light() {
  const seen = { performance: [], accessibility: [], 'best-practices': [] };
  for (let run = 0; run < runs; run++) {
    const one = await puppeteer.launch({ executablePath: process.env.CHROME_PATH, args: flags });
    const { lhr } = await lighthouse(`${url}/tablet/`, { port: +new URL(one.wsEndpoint()).port, onlyCategories: Object.keys(seen), logLevel: 'error' });
    for (const name of Object.keys(seen)) seen[name].push(Math.round(lhr.categories[name].score * 100));
    if (run === 0) for (const a of Object.values(lhr.audits)) if (a.score !== null && a.score < 0.9 && ['binary', 'numeric'].includes(a.scoreDisplayMode)) console.log(JSON.stringify({ check: 'lighthouse', finding: a.id, value: a.displayValue ?? '' }));
    await one.close();
  }
  const medians = Object.fromEntries(Object.entries(seen).map(([name, list]) => [name, median(list)]));
  if (Object.values(medians).some(score => score < wanted)) bad++;
  console.log(JSON.stringify({ check: 'lighthouse', page: '/tablet/', ...medians, runs, wanted }));
}

// ---- Nu: the HTML as it is served, to strangers and to each level, in both languages

/** Mapped by hand and no page: files, or asked for by programs. */
const files = ['/language', '/tablet/icons/{name}', '/tablet/{hash:length(12)}/{**path}', '/e/{code}/classes/{group}/csv'];
const source = new URL('../../src/', import.meta.url).pathname, texts = end => readdirSync(source, { recursive: true }).filter(f => f.endsWith(end) && !/\/(bin|obj)\//.test(f)).map(f => readFileSync(source + f, 'utf8'));
const razor = texts('.razor').flatMap(text => [...text.matchAll(/^@page "([^"]+)"/gm)].map(m => m[1]));
const mapped = texts('.cs').flatMap(text => [...text.matchAll(/\bapp\.MapGet\("(\/[^"]*)"/g)].map(m => m[1])).filter(p => !p.startsWith('/api/') && !files.includes(p));
const routes = [...new Set([...razor, ...mapped])];
const matches = new Map(routes.map(r => [r, new RegExp(`^${r.replace(/\{[^}]+\}/g, '[^/?]+')}$`)]));

const folder = new URL('html/', import.meta.url).pathname, pages = [], reached = new Map(), plain = new Set();
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
/** Keeps a page to be checked. */
const keep = (html, page, as, language) => {
  writeFileSync(`${folder}${String(pages.length).padStart(4, '0')}.html`, html);
  pages.push({ page, as, language, errors: [] });
};

async function signIn(user) {
  const context = await browser.createBrowserContext(), page = await context.newPage();
  await page.goto(`${url}/sign-in`);
  await page.type('#userName', user);
  await page.type('#password', demo.Password);
  await Promise.all([page.waitForNavigation(), page.click('[data-act=sign-in]')]);
  const cookie = (await page.cookies()).map(c => `${c.name}=${c.value}`).join('; ');
  await context.close();
  return cookie;
}

/** Asks for each route, and for what the pages link to: two addresses of a route, and what follows a question mark. */
async function walk(from, as, cookie, starts) {
  const asked = new Set(), perRoute = new Map(), ahead = [...starts];
  while (ahead.length) {
    const path = ahead.shift(), bare = path.split('?')[0], route = routes.find(r => matches.get(r).test(bare)), key = `${route} ${path.includes('?')}`;
    if (asked.has(path) || !route || (perRoute.get(key) ?? 0) >= 2 || path.startsWith('/language')) continue;
    asked.add(path);
    perRoute.set(key, (perRoute.get(key) ?? 0) + 1);
    for (const language of ['fr', 'en']) {
      const answer = await fetch(from + path, { headers: { 'Accept-Language': language, Cookie: cookie }, redirect: 'manual' });
      if (answer.status === 302) { if (language === 'fr') ahead.push(answer.headers.get('location').replace(from, '')); continue; }
      if (!(answer.headers.get('content-type') ?? '').startsWith('text/html')) { plain.add(route); continue; }
      const html = await answer.text();
      keep(html, path, as, language);
      if (answer.status === 200 || route === '/not-found') reached.set(route, (reached.get(route) ?? 0) + 1);
      if (answer.status >= 500) fail({ check: 'nu', page: path, as, language, status: answer.status });
      ahead.push(...[...html.matchAll(/href="(\/[^"#]*)/g)].map(m => m[1].replaceAll('&amp;', '&')));
    }
  }
}

/** The tablet's page as its script has drawn it: the door, the roll each way, the sheets. */
async function tablet() {
  for (const language of ['fr', 'en']) {
    const context = await browser.createBrowserContext(), page = await context.newPage();
    await page.setExtraHTTPHeaders({ 'Accept-Language': language });
    await page.evaluateOnNewDocument(l => Object.defineProperty(navigator, 'languages', { value: [l] }), language);
    await page.evaluateOnNewDocument(l => Object.defineProperty(navigator, 'language', { value: l }), language);
    await page.setViewport({ width: 820, height: 1180 });
    await page.goto(`${url}/tablet/`);
    const see = async state => keep(`<!doctype html>${await page.evaluate(() => document.documentElement.outerHTML)}`, `/tablet/ ${state}`, 'prof', language);
    await page.waitForSelector('[data-act=sign-in]');
    await see('door');
    await page.type('[name=userName]', 'prof');
    await page.type('[name=password]', demo.Password);
    await page.click('[data-act=sign-in]');
    await page.waitForSelector('[data-pupil], .empty [data-class]');
    if (!await page.$('[data-pupil]')) { await see('choice of a class'); await page.click('.empty [data-class]'); }
    await page.waitForSelector('[data-pupil]');
    for (const view of ['list', 'plan', 'faces']) {
      await page.click(`.foot [data-view=${view}]`);
      await page.waitForSelector(view === 'list' ? '.rows' : `.tiles.${view}`);
      await see(view);
    }
    await page.click('.foot [data-view=list]');
    await page.waitForSelector('.rows');
    for (const act of ['pick-class', 'pick-period', 'safe', 'help', 'more']) {
      await page.click(`[data-act=${act}]`);
      await page.waitForSelector('dialog[open]');
      await see(`sheet: ${act}`);
      await page.keyboard.press('Escape');
      await page.waitForFunction(() => !document.querySelector('dialog[open]'));
    }
    await context.close();
  }
}

/** One run of the checker over all that was kept. */
function check() {
  const told = spawnSync('java', ['-Xss8m', '-jar', vnu, '--format', 'json', '--exit-zero-always', folder], { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (!told.stderr.startsWith('{')) throw new Error(`the checker said nothing: ${told.stderr.slice(0, 200)}`); // a check that says nothing has not passed
  for (const m of JSON.parse(told.stderr).messages) if (m.type !== 'info') pages[+/(\d{4})\.html$/.exec(m.url)[1]].errors.push(m);
  for (const { page, as, language, errors } of pages) {
    bad += errors.length;
    console.log(JSON.stringify({ check: 'nu', page, as, language, errors: errors.length, ...(errors.length ? { first: errors[0].message, at: errors[0].extract?.slice(0, 160) } : {}) }));
  }
}

async function nu() {
  const simple = routes.filter(r => !r.includes('{')), starts = [...simple, '/nowhere', '/sign-in?refused=sign-in.refused', '/e/LYCEE?class=1ERE01', '/e/LYCEE/known?class=1ERE01', '/e/LYCEE/today?class=1ERE01', '/e/LYCEE/slips?paper=a6', ...routes.filter(r => /^\/e\/\{Code\}[^{]*$/.test(r)).map(r => r.replace('{Code}', 'LYCEE'))];
  await walk(url, 'nobody', '', simple);
  await walk(address(fresh), 'nobody, a fresh server', '', ['/', '/welcome']);
  for (const user of ['mairie', 'admin', 'proviseur', 'cpe', 'aed', 'infirmerie', 'prof', 'directrice']) await walk(url, user, await signIn(user), starts);
  await tablet();
  check();
  for (const route of routes) if (!reached.has(route) && !plain.has(route)) fail({ check: 'nu', route, error: 'nobody came to this page' });
  console.log(JSON.stringify({ check: 'nu', routes: reached.size, pages: new Set(pages.map(p => p.page)).size, checked: pages.length, errors: pages.reduce((sum, p) => sum + p.errors.length, 0), notPages: [...plain] }));
}

if (!options.includes('--nu')) await light();
await nu();
await browser.close();
process.exit(bad ? 1 : 0);
