#!/bin/sh
# Compares the product's stations with SimPy and Ciw (Tests/Peers); 0 when all agree, or when the peers cannot be had.
# Takes about a minute after a build for tests: 20 s for the peers' own runs, 5 s for the product's, the rest for packages.
set -eu
cd "$(dirname "$0")/.."
folder=.build/peers
mkdir -p "$folder"
if ! { python3 -m venv "$folder/python" \
  && "$folder/python/bin/pip" install --quiet --requirement Tests/Peers/requirements.txt; } >"$folder/pip.log" 2>&1; then
  echo "SKIPPED: NO COMPARISON WITH OTHER SIMULATORS. Python 3 with venv, SimPy and Ciw cannot be had here:" >&2
  tail -n 3 "$folder/pip.log" >&2
  exit 0
fi
rm -f "$folder/product.json"
SKYDRILL_PEERS="$PWD/$folder/product.json" swift test --skip-build --filter PeerModelTests
"$folder/python/bin/python" Tests/Peers/compare.py "$folder/product.json"
