#!/usr/bin/env bash
# What the tablet promises, at full size, by the browser tests themselves: a JSON line per case, and a failure if any fails. Called by ./dev bench tablet --proofs.
set -uo pipefail
cd "$(dirname "$0")/.."
mkdir -p artifacts
dotnet build tests/Preau.Browser -c Release -v q -nologo > artifacts/bench-build.log 2>&1 || { grep -E 'error' artifacts/bench-build.log | sort -u | head -20 >&2; exit 1; }
failed=0

# A case, its test, and the line that the test tells: how many ran, how many went wrong, under which name that is printed.
prove() {
  local log="artifacts/proof-$1.log" line
  dotnet tests/Preau.Browser/bin/Release/net10.0/Preau.Browser.dll --no-ansi --progress off --show-live-output on --filter-method "*.$2" > "$log" 2>&1 || { failed=1; echo "$1 failed: $log" >&2; }
  line=$(sed -nE "s/.*measured $3.*/{\"case\":\"$1\",\"runs\":\\1,\"$4\":\\2}/p" "$log" | head -1)
  if [ -n "$line" ]; then echo "$line"; else failed=1; echo "$1 told nothing: $log" >&2; fi
}

prove schedules A_thousand_random_schedules_converge 'schedules: ([0-9]+) from seed [0-9]+, ([0-9]+) wrong' failed
PREAU_SCHEDULES=30 prove schedulesWithKills Random_schedules_with_real_kills_converge 'schedules with kills: ([0-9]+) from seed [0-9]+, ([0-9]+) wrong' failed
PREAU_KILLS=50 prove kills A_browser_killed_right_after_on_the_tablet_has_the_mark 'kills after [^:]*: ([0-9]+), lost ([0-9]+)' lost
exit "$failed"
