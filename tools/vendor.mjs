#!/usr/bin/env node
// Brings the few libraries of the devices' pages into wwwroot/vendor, as published on npm, byte for byte but for
// bare imports ("preact") rewritten to relative ones ("./preact.js") and the source map comment removed.
// Needs Node.js and npm; nobody needs either to build or run Préau.  Usage: ./dev vendor
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What we take: package, version, and for each bare name the published file and our name for it. */
const taken = [
  { pack: 'preact', version: '11.2.0', files: { 'preact': ['dist/preact.mjs', 'preact.js'], 'preact/hooks': ['hooks/dist/hooks.mjs', 'preact-hooks.js'] } },
  { pack: 'htm', version: '3.1.1', files: { 'htm': ['dist/htm.mjs', 'htm.js'] } },
  { pack: '@preact/signals-core', version: '1.14.5', files: { '@preact/signals-core': ['dist/signals-core.mjs', 'signals-core.js'] } },
  { pack: '@preact/signals', version: '2.11.4', files: { '@preact/signals': ['dist/signals.mjs', 'signals.js'] } },
  { pack: 'idb', version: '8.0.4', files: { 'idb': ['build/index.js', 'idb.js'] } },
];

const vendor = join(dirname(fileURLToPath(import.meta.url)), '../src/Preau.Host/wwwroot/vendor');
const work = mkdtempSync(join(tmpdir(), 'preau-vendor-'));
const ours = Object.fromEntries(taken.flatMap(t => Object.entries(t.files).map(([bare, [, name]]) => [bare, name])));

/** Rewrites every bare import; an unknown one stops the script rather than reach a browser. */
function relative(source, from) {
  return source
    .replace(/(\bfrom\s*|\bimport\s*)(["'])([^"'./][^"']*)\2/g, (_, word, quote, bare) => {
      if (!ours[bare]) throw new Error(`${from} imports "${bare}", which is not vendored`);
      return `${word}${quote}./${ours[bare]}${quote}`;
    })
    .replace(/\n?\/\/# sourceMappingURL=.*\s*$/, '\n');
}

try {
  const wanted = taken.map(t => `${t.pack}@${t.version}`);
  execFileSync('npm', ['install', '--prefix', work, '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', ...wanted], { stdio: ['ignore', 'ignore', 'inherit'] });
  rmSync(vendor, { recursive: true, force: true });
  mkdirSync(join(vendor, 'licences'), { recursive: true });
  const lines = [];
  for (const { pack, version, files } of taken) {
    const home = join(work, 'node_modules', pack);
    const licence = `${pack.replace('@', '').replace('/', '-')}.txt`;
    cpSync(join(home, 'LICENSE'), join(vendor, 'licences', licence));
    const { license } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
    for (const [published, name] of Object.values(files)) {
      writeFileSync(join(vendor, name), relative(readFileSync(join(home, published), 'utf8'), pack));
      lines.push(`| \`${name}\` | ${pack} ${version} | \`${published}\` | [${license}](licences/${licence}) |`);
    }
  }
  writeFileSync(join(vendor, 'README.md'), `# Vendored

Libraries of the devices' pages, as published on npm; only bare imports are rewritten. Written by \`./dev vendor\`: never edit by hand.

| File | Package | Published as | Licence |
|---|---|---|---|
${lines.join('\n')}
`);
  console.log(`vendor: ${lines.length} files`);
} finally {
  rmSync(work, { recursive: true, force: true });
}
