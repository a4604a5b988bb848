#!/bin/sh
# Installs the system libraries that Skydrill links, where they are missing; says which and how.
set -eu
missing=""
if [ "$(uname)" = Darwin ]; then
  for package in libedit cmark-gfm; do
    brew list "$package" >/dev/null 2>&1 || missing="$missing $package"
  done
  [ -z "$missing" ] || { echo "skydrill: installing$missing with: brew install$missing"; brew install $missing; }
  exit 0
fi
for package in libedit-dev libcmark-gfm-dev libcmark-gfm-extensions-dev libsqlite3-dev pkg-config; do
  dpkg -s "$package" >/dev/null 2>&1 || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
sudo=""
[ "$(id -u)" = 0 ] || sudo="sudo"
echo "skydrill: installing$missing with: $sudo apt-get install -y$missing"
$sudo apt-get update -q
$sudo apt-get install -y -q $missing
