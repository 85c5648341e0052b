#!/usr/bin/env bash
# ./dev bench CASE [options]: builds what it measures, in Release, then measures. Without a case it tells them.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p artifacts
if [ "${1:-}" = tablet ] && [ -z "${PREAU_CHROMIUM:-}" ] && [ ! -x /usr/bin/chromium ]; then
  if [ "$(id -u)" = 0 ]; then sudo=; elif sudo -n true 2> /dev/null; then sudo="sudo -n"; else
    echo "Missing: /usr/bin/chromium. Install Debian's package «chromium» (needs root), or set PREAU_CHROMIUM, then run this again." >&2; exit 1
  fi
  echo "Installing chromium…" >&2
  $sudo apt-get update -qq && DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends chromium > artifacts/apt.log 2>&1 || { cat artifacts/apt.log >&2; exit 1; }
fi
if [ "${1:-}" = tablet ] && [[ " $* " = *" --proofs "* ]]; then exec bash tools/tablet-proofs.sh; fi
for project in src/Preau.Host bench/Preau.Bench; do
  dotnet build "$project" -c Release -v q -nologo > artifacts/bench-build.log 2>&1 || { grep -E 'error' artifacts/bench-build.log | sort -u | head -20 >&2; exit 1; }
done
exec dotnet bench/Preau.Bench/bin/Release/net10.0/Preau.Bench.dll "$@"
