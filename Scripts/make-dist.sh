#!/bin/sh
# Packs Skydrill for people without a Swift toolchain: dist/skydrill-VERSION-linux-ARCH.tar.gz and a .deb.
#
# The Swift runtime and the C libraries are linked in, so that the program needs glibc alone (of the machine that packs,
# or newer). Called by `make dist`.
set -eu
cd "$(dirname "$0")/.."
version=$(cat VERSION)
[ "$(uname)" = Linux ] || { echo "make dist packs for Linux; on a Mac, make install." >&2; exit 2; }
command -v dpkg-deb >/dev/null || { echo "make dist needs dpkg-deb (Debian, Ubuntu)." >&2; exit 2; }
machine=$(uname -m)
multiarch=$(dpkg-architecture -qDEB_HOST_MULTIARCH 2>/dev/null || echo "$machine-linux-gnu")
scratch=.build-dist

# A folder with nothing but the archives comes first on the linker's way, so that it finds no shared library there; the
# descriptions that the package manager reads point to it too.
archives="$PWD/$scratch/archives"
rm -rf "$archives"
mkdir -p "$archives"
for library in edit cmark-gfm cmark-gfm-extensions sqlite3 tinfo bsd md; do
  archive="/usr/lib/$multiarch/lib$library.a"
  [ -f "$archive" ] || { echo "make dist: $archive is missing; install its -dev package." >&2; exit 2; }
  ln -s "$archive" "$archives/"
done
for description in libedit libcmark-gfm; do
  sed -e "s|^libdir=.*|libdir=$archives|" -e '/^Requires/d' "/usr/lib/$multiarch/pkgconfig/$description.pc" \
    > "$archives/$description.pc"
done
export PKG_CONFIG_PATH="$archives"
swift build -c release --product skydrill --scratch-path "$scratch" --static-swift-stdlib \
  -Xlinker "-L$archives" -Xlinker -ltinfo -Xlinker -lbsd -Xlinker -lmd -Xlinker -lm
binary="$scratch/release/skydrill"
shared=$(ldd "$binary" | awk '{print $1}' | grep -Ev '^(linux-vdso|libc|libm|libgcc_s|libstdc\+\+|libdl|libpthread|librt|libutil|libresolv|/lib)' || true)
[ -z "$shared" ] || { echo "make dist: still linked to shared libraries: $shared" >&2; exit 1; }

stage="$scratch/stage"
rm -rf "$stage" dist
mkdir -p dist
top="skydrill-$version"
make --no-print-directory files DESTDIR="$PWD/$stage/$top" PREFIX= BINARY="$binary"
strip "$stage/$top/bin/skydrill"
tar -C "$stage" --owner=0 --group=0 --sort=name -czf "dist/$top-linux-$machine.tar.gz" "$top"

root="$scratch/deb"
rm -rf "$root"
mkdir -p "$root/DEBIAN" "$root/usr"
cp -R "$stage/$top/." "$root/usr/"
install -d "$root/usr/share/doc/skydrill"
install -m 644 LICENSE "$root/usr/share/doc/skydrill/copyright"
install -m 644 NOTICE CHANGELOG.md "$root/usr/share/doc/skydrill/"
glibc=$(dpkg-query -W -f '${Version}' libc6 | sed 's/-.*//')
cat > "$root/DEBIAN/control" <<CONTROL
Package: skydrill
Version: $version
Section: education
Priority: optional
Architecture: $(dpkg --print-architecture)
Depends: libc6 (>= $glibc), libgcc-s1, libstdc++6
Recommends: ncurses-base, locales | locales-all
Installed-Size: $(du -sk "$root/usr" | cut -f1)
Maintainer: Skydrill maintainers <maintainers@skydrill.example>
Description: flight simulator for cloud architecture
 You build with real aws command lines in a simulated cloud and are examined on
 what your architecture does under load and faults. Lessons, labs and questions
 in Korean and English; no account and no network are needed.
CONTROL
dpkg-deb --root-owner-group -Zxz --build "$root" "dist/skydrill_${version}_$(dpkg --print-architecture).deb" >/dev/null
ls -l dist
