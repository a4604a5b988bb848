#!/bin/sh
# Compares speed with programs of bench/peers, written by hand in C++ and in SimPy: Scripts/bench-peers.sh [--runs N] [PROGRAM]
#
# Each round runs ours and theirs one after the other, so that a machine that slows down slows both; what is printed is the median
# of the rounds' ratios. What cannot be had here, a C++ compiler or SimPy, is left out and said loudly.
set -eu
cd "$(dirname "$0")/.."

rounds=5
program=.build/release/skydrill
while [ $# -gt 0 ]; do
  case $1 in
    --runs)
      [ $# -gt 1 ] || { echo "bench-peers.sh: --runs wants a number" >&2; exit 2; }
      rounds=$2
      shift ;;
    -*) sed -n '2,5s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
    *) program=$1 ;;
  esac
  shift
done
case $rounds in
  '' | 0 | *[!0-9]*) echo "bench-peers.sh: --runs wants a whole number above 0, not '$rounds'" >&2; exit 2 ;;
esac
[ -x "$program" ] || { echo "bench-peers.sh: $program is not built; make build" >&2; exit 2; }

work=.build/peers
mkdir -p "$work"
rm -f "$work"/*.rates

skip() { echo "SKIPPED: $1" >&2; }

# --- What can be had here.

compiler=${CXX:-}
if [ -z "$compiler" ]; then
  for name in clang++ g++ c++; do
    if command -v "$name" >/dev/null 2>&1; then
      compiler=$name
      break
    fi
  done
fi
has_cpp=no
if [ -z "$compiler" ]; then
  skip "NO COMPARISON WITH C++. There is no C++ compiler; CXX names one."
elif "$compiler" -std=c++20 -O3 -march=native -ffp-contract=off bench/peers/w2.cpp -o "$work/w2" 2>"$work/cpp.log" \
  && "$compiler" -std=c++20 -O3 -march=native -ffp-contract=off bench/peers/flagship.cpp -o "$work/flagship" 2>>"$work/cpp.log"; then
  has_cpp=yes
else
  skip "NO COMPARISON WITH C++. $compiler does not compile bench/peers:"
  tail -n 5 "$work/cpp.log" >&2
fi

has_simpy=no
python=$work/python/bin/python
if { [ -x "$python" ] || python3 -m venv "$work/python"; } >"$work/pip.log" 2>&1 \
  && { "$python" -c 'import simpy' || "$python" -m pip install --quiet "$(grep '^simpy' Tests/Peers/requirements.txt)"; } \
    >>"$work/pip.log" 2>&1; then
  has_simpy=yes
else
  skip "NO COMPARISON WITH SIMPY. Python 3 with venv and SimPy cannot be had here:"
  tail -n 3 "$work/pip.log" >&2
fi

# --- Rounds. A file <name>.rates has one rate a line, in millions a second.

# ours YARDSTICK ITEM...: runs a yardstick once and keeps the medians of some of its items.
ours() {
  yardstick=$1
  shift
  "$program" bench "$yardstick" --runs 1 --output json >"$work/answer.json"
  for item in "$@"; do
    awk -v item="$item" '
      BEGIN { RS = "}" }
      match($0, /"name"[ ]*:[ ]*"[^"]*"/) {
        name = substr($0, RSTART, RLENGTH)
        sub(/^"name"[ ]*:[ ]*"/, "", name)
        sub(/"$/, "", name)
        if (name == item && match($0, /"median"[ ]*:[ ]*[-+.0-9eE]+/)) {
          number = substr($0, RSTART, RLENGTH)
          sub(/^"median"[ ]*:[ ]*/, "", number)
          print number
        }
      }' "$work/answer.json" >>"$work/$item.rates"
  done
}

# theirs NAME COMMAND...: runs a peer once and keeps its rate.
theirs() {
  name=$1
  shift
  "$@" | sed -n 's/.*rate=\([-+.0-9eE]*\).*/\1/p' >>"$work/$name.rates"
}

round=1
while [ "$round" -le "$rounds" ]; do
  echo "round $round of $rounds" >&2
  if [ $has_cpp = yes ] || [ $has_simpy = yes ]; then ours stations w2-stations w2-world; fi
  if [ $has_cpp = yes ]; then
    theirs cpp-w2 "$work/w2" 1000000 "$round"
    ours kernel w2-sequential w2-addressed
  fi
  if [ $has_simpy = yes ]; then theirs simpy-w2 "$python" bench/peers/w2_simpy.py 100000 "$round"; fi
  if [ $has_cpp = yes ]; then
    ours flagship flagship
    theirs cpp-flagship "$work/flagship" "$round"
  fi
  round=$((round + 1))
done

# --- Ratios.

# ratio WHAT OURS THEIRS FLOOR AIM
ratio() {
  if [ ! -s "$work/$2.rates" ] || [ ! -s "$work/$3.rates" ]; then return 0; fi
  paste "$work/$2.rates" "$work/$3.rates" | awk 'NF == 2 && $2 > 0 { print $1 / $2, $1, $2 }' | sort -n \
    | awk -v what="$1" -v floor="$4" -v aim="$5" '
      { ratio[NR] = $1; our[NR] = $2; their[NR] = $3 }
      END {
        if (NR == 0) exit
        middle = int((NR + 1) / 2)
        value = ratio[middle]
        met = value >= aim ? "aim reached" : value >= floor ? "floor reached" : "MISSED"
        printf "%-46s %9.3f %10.4f %8.2f  %6s %5s  %s\n", what, our[middle], their[middle], value, floor, aim, met
      }'
}

printf '%-46s %9s %10s %8s  %6s %5s\n' "millions a second, median of $rounds" ours theirs ratio floor aim
ratio 'kernel, W2 by hand / C++' w2-sequential cpp-w2 1.0 1.4
ratio 'kernel, W2 by hand, addressed draws / C++' w2-addressed cpp-w2 1.0 1.4
ratio "W2 through the product's stations / C++" w2-stations cpp-w2 0.5 0.8
ratio 'W2 as a world of machines and databases / C++' w2-world cpp-w2 0.5 0.8
ratio "W2 through the product's stations / SimPy" w2-stations simpy-w2 40 65
ratio 'W2 as a world / SimPy' w2-world simpy-w2 40 65
ratio 'flagship / C++' flagship cpp-flagship 0.30 0.60
