#!/usr/bin/env bash
# ./dev bench CASE [options]: builds what it measures, in Release, then measures. Without a case it tells them.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p artifacts
for project in src/Preau.Host bench/Preau.Bench; do
  dotnet build "$project" -c Release -v q -nologo > artifacts/bench-build.log 2>&1 || { grep -E 'error' artifacts/bench-build.log | sort -u | head -20 >&2; exit 1; }
done
exec dotnet bench/Preau.Bench/bin/Release/net10.0/Preau.Bench.dll "$@"
