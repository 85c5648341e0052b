#!/usr/bin/env node
// Brings the few libraries of the devices' pages, as published on npm, into one module, wwwroot/vendor/libraries.js:
// one file is one request and one parse. esbuild joins them and drops what the pages do not import; nothing else is changed.
// Needs Node.js and npm; nobody needs either to build or run Préau.  Usage: ./dev vendor
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What we take: package, version, and the names that the pages import of it (`default as` for a default export). */
const taken = [
  { pack: 'preact', version: '11.2.0', names: 'Component, Fragment, h, render' },
  { pack: 'htm', version: '3.1.1', names: 'default as htm' },
  { pack: '@preact/signals-core', version: '1.14.5', names: 'batch, computed, effect, signal' },
  { pack: 'idb', version: '8.0.4', names: 'openDB, wrap' },
];
const joiner = 'esbuild@0.28.2';

const vendor = join(dirname(fileURLToPath(import.meta.url)), '../src/Preau.Host/wwwroot/vendor');
const work = mkdtempSync(join(tmpdir(), 'preau-vendor-'));

try {
  const wanted = taken.map(t => `${t.pack}@${t.version}`);
  execFileSync('npm', ['install', '--prefix', work, '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', joiner, ...wanted], { stdio: ['ignore', 'ignore', 'inherit'] });
  rmSync(vendor, { recursive: true, force: true });
  mkdirSync(join(vendor, 'licences'), { recursive: true });
  writeFileSync(join(work, 'entry.mjs'), taken.map(t => `export { ${t.names} } from '${t.pack}';\n`).join(''));
  execFileSync(join(work, 'node_modules/.bin/esbuild'), ['entry.mjs', '--bundle', '--format=esm', '--minify', '--target=es2022', '--legal-comments=none',
    `--outfile=${join(vendor, 'libraries.js')}`, '--log-level=warning'], { cwd: work, stdio: ['ignore', 'ignore', 'inherit'] });
  const lines = [];
  for (const { pack, version, names } of taken) {
    const home = join(work, 'node_modules', pack);
    const licence = `${pack.replace('@', '').replace('/', '-')}.txt`;
    cpSync(join(home, 'LICENSE'), join(vendor, 'licences', licence));
    const { license } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
    lines.push(`| ${pack} ${version} | \`${names}\` | [${license}](licences/${licence}) |`);
  }
  writeFileSync(join(vendor, 'README.md'), `# Vendored

Libraries of the devices' pages, as published on npm, joined in \`libraries.js\` by ${joiner.replace('@', ' ')}; what the pages do not import is left out. Written by \`./dev vendor\`: never edit by hand.

| Package | Taken | Licence |
|---|---|---|
${lines.join('\n')}
`);
  console.log(`vendor: ${lines.length} libraries, ${statSync(join(vendor, 'libraries.js')).size} bytes`);
} finally {
  rmSync(work, { recursive: true, force: true });
}
