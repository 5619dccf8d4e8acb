#!/bin/sh
# Measures Piscina, a pool of Node workers, in the regimes of the pool's benchmarks: a measuring aid,
# not a part of the build. Says what is missing if it cannot.
set -eu
if ! command -v node > /dev/null 2>&1; then
  echo "node: not found, expected Node.js 18 or later on the path; nothing was measured" >&2
  exit 1
fi
exec node "$(dirname "$0")/piscina.mjs" "$@"
