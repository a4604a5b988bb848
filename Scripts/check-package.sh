#!/bin/sh
# Installs the .deb of `make dist` into a bare Debian tree and reaches the prompt there. Needs root and debootstrap.
#
#     sh Scripts/check-package.sh [SUITE]      bookworm without a suite
set -eu
cd "$(dirname "$0")/.."
suite=${1:-bookworm}
package=$(ls dist/*.deb)
command -v debootstrap >/dev/null || { echo "check-package: install debootstrap" >&2; exit 2; }
tree=$(mktemp -d)
trap 'umount "$tree/proc" 2>/dev/null; rm -rf "$tree"' EXIT
debootstrap --variant=minbase "$suite" "$tree" http://deb.debian.org/debian >"$tree.log" 2>&1 \
  || { tail -5 "$tree.log" >&2; exit 1; }
cp "$package" "$tree/tmp/"
chroot "$tree" dpkg -i "/tmp/$(basename "$package")" >/dev/null
mount -t proc proc "$tree/proc"
for language in ko en; do
  shown=$(chroot "$tree" env HOME=/root LANG=C.UTF-8 skydrill --lang "$language" -c labs)
  printf '%s\n' "$shown"
  case "$shown" in *az-outage*) ;; *) echo "check-package: no lab was listed" >&2; exit 1 ;; esac
done
# `script` gives a terminal; the prompt must appear on it, even where /proc is missing.
umount "$tree/proc"
screen=$( (sleep 3; printf 'exit\n') | script -qec "chroot $tree env HOME=/root LANG=C.UTF-8 TERM=xterm NO_COLOR=1 skydrill" /dev/null)
case "$screen" in *'skydrill> '*) echo "check-package: reached the prompt" ;;
  *) printf '%s\n' "$screen"; echo "check-package: no prompt" >&2; exit 1 ;; esac
