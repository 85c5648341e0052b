#!/usr/bin/env bash
# ./dev check-pages [--nu]: Lighthouse (mobile, median of five) on the tablet's page; Nu HTML checker on every page served, for every level, in both languages. Needs Node, npm, Java and Chromium; nothing of it ships.
set -euo pipefail
cd "$(dirname "$0")/.."
for tool in node npm java; do command -v "$tool" > /dev/null || { echo "Missing: $tool. Install it, then run this again." >&2; exit 2; }; done
export CHROME_PATH="${PREAU_CHROMIUM:-/usr/bin/chromium}"
[ -x "$CHROME_PATH" ] || { echo "Missing: $CHROME_PATH (or set PREAU_CHROMIUM)." >&2; exit 2; }
mkdir -p artifacts/pages
[ -d artifacts/pages/node_modules/lighthouse ] || npm install --prefix artifacts/pages --no-save --no-audit --no-fund --ignore-scripts lighthouse@13 vnu-jar puppeteer-core > artifacts/pages/npm.log 2>&1 || { tail -5 artifacts/pages/npm.log >&2; exit 2; }
dotnet build src/Preau.Host -c Release -v q -nologo > artifacts/pages/build.log 2>&1 || { grep error artifacts/pages/build.log | sort -u | head >&2; exit 1; }
data="$(mktemp -d)"
servers=()
serve() { # folder, options
  dotnet src/Preau.Host/bin/Release/net10.0/preau.dll serve --port 0 --data "$data/$1" "${@:2}" > "artifacts/pages/$1.log" 2>&1 &
  servers+=($!)
}
trap 'kill "${servers[@]}" 2> /dev/null; wait 2> /dev/null || true; rm -rf "$data"' EXIT
serve demo
serve fresh --empty
for name in demo fresh; do
  for _ in $(seq 240); do [ -e "$data/$name/preau.server.json" ] && grep -q 'Ready' "artifacts/pages/$name.log" && break; sleep .5; done
  grep -q 'Ready' "artifacts/pages/$name.log" || { cat "artifacts/pages/$name.log" >&2; exit 1; }
done
cp tools/check-pages.mjs artifacts/pages/
node artifacts/pages/check-pages.mjs "$data/demo" "$data/fresh" "$@"
