#!/usr/bin/env bash
# ./dev vendor: fetches the libraries of the devices' pages again and rewrites their imports (needs Node and npm).
set -euo pipefail
cd "$(dirname "$0")/.."
exec node tools/vendor.mjs "$@"
