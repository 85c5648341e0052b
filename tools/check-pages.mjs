// Lighthouse and the Nu HTML checker over the demo town's server. Started by tools/dev-check-pages.sh; one JSON line per finding.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import lighthouse from 'lighthouse';
import puppeteer from 'puppeteer-core';
import vnu from 'vnu-jar';

const data = process.argv[2], runs = 5, wanted = 98;
const url = JSON.parse(readFileSync(`${data}/preau.server.json`, 'utf8')).Url.replace(/\/$/, '');
const password = JSON.parse(readFileSync(`${data}/demo-logins.json`, 'utf8')).Password;
const median = list => [...list].sort((a, b) => a - b)[list.length >> 1];
const flags = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'];
const browser = await puppeteer.launch({ executablePath: process.env.CHROME_PATH, args: flags });
let bad = 0;

// ---- Lighthouse: its own mobile throttling, a page nobody has visited
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

// ---- Nu: the HTML as it is served, to strangers and to those who are signed in
const page = await browser.newPage();
const signIn = async user => {
  await page.goto(`${url}/sign-in`);
  await page.type('#userName', user);
  await page.type('#password', password);
  await Promise.all([page.waitForNavigation(), page.click('[data-act=sign-in]')]);
  return (await page.cookies()).map(c => `${c.name}=${c.value}`).join('; ');
};
const open = ['/tablet/', '/sign-in', '/welcome', '/trust', '/not-found'];
const office = ['', '?when=day', '/people', '/devices', '/classes', '/imports', '/known'].map(p => `/e/LYCEE${p}`);
const served = [...open.map(p => [p, '']), ...['/', ...office].map(p => [p, 'admin']), ['/platform', 'mairie']];
let cookie = '', who = '';
for (const [path, user] of served) {
  if (user && user !== who) { await page.deleteCookie(...await page.cookies()); cookie = await signIn(user); who = user; }
  for (const language of ['fr', 'en']) {
    const answer = await fetch(url + path, { headers: { 'Accept-Language': language, ...(user ? { Cookie: cookie } : {}) } });
    if (!(answer.headers.get('content-type') ?? '').startsWith('text/html') || answer.status === 404 && path !== '/not-found') continue;
    const html = await answer.text();
    const told = spawnSync('java', ['-Xss8m', '-jar', vnu, '--format', 'json', '-'], { input: html, encoding: 'utf8', maxBuffer: 1 << 26 });
    if (!told.stderr.startsWith('{')) throw new Error(`the checker said nothing of ${path}: ${told.stdout.slice(0, 200)}`); // a check that says nothing has not passed
    const errors = JSON.parse(told.stderr).messages.filter(m => m.type === 'error');
    bad += errors.length;
    console.log(JSON.stringify({ check: 'nu', page: path, language, errors: errors.length, ...(errors.length ? { first: errors[0].message, at: errors[0].extract?.slice(0, 120) } : {}) }));
  }
}
await browser.close();
process.exit(bad ? 1 : 0);
