#!/usr/bin/env bash
# ./dev check-pages: Lighthouse (mobile, median of five) on the tablet's page, Nu HTML checker on every page served. Needs Node, npm, Java and Chromium; nothing of it ships.
set -euo pipefail
cd "$(dirname "$0")/.."
for tool in node npm java; do command -v "$tool" > /dev/null || { echo "Missing: $tool. Install it, then run this again." >&2; exit 2; }; done
export CHROME_PATH="${PREAU_CHROMIUM:-/usr/bin/chromium}"
[ -x "$CHROME_PATH" ] || { echo "Missing: $CHROME_PATH (or set PREAU_CHROMIUM)." >&2; exit 2; }
mkdir -p artifacts/pages
[ -d artifacts/pages/node_modules/lighthouse ] || npm install --prefix artifacts/pages --no-save --no-audit --no-fund --ignore-scripts lighthouse@13 vnu-jar puppeteer-core > artifacts/pages/npm.log 2>&1 || { tail -5 artifacts/pages/npm.log >&2; exit 2; }
dotnet build src/Preau.Host -c Release -v q -nologo > artifacts/pages/build.log 2>&1 || { grep error artifacts/pages/build.log | sort -u | head >&2; exit 1; }
data="$(mktemp -d)"
dotnet src/Preau.Host/bin/Release/net10.0/preau.dll serve --port 0 --data "$data" > artifacts/pages/server.log 2>&1 &
server=$!
trap 'kill $server 2> /dev/null; wait $server 2> /dev/null || true; rm -rf "$data"' EXIT
for _ in $(seq 240); do grep -q 'Ready' artifacts/pages/server.log && break; kill -0 $server 2> /dev/null || { cat artifacts/pages/server.log >&2; exit 1; }; sleep .5; done
cp tools/check-pages.mjs artifacts/pages/
node artifacts/pages/check-pages.mjs "$data" "$@"
