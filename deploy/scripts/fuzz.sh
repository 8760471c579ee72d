#!/usr/bin/env bash
# deploy/scripts/fuzz.sh SECONDS_TOTAL: builds the fuzz targets and gives each an equal share of the time.
# deploy/scripts/fuzz.sh --each SECONDS [TARGET]...: the long form; every target, or those named, for so long.
# Starts from tests/fuzz/corpus/NAME; what is found new stays in build/fuzz-corpus/NAME, a crash in build/fuzz-crash.
set -euo pipefail
# shellcheck source=deploy/scripts/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

usage="usage: fuzz.sh SECONDS_TOTAL | fuzz.sh --each SECONDS [TARGET]..."
share=
if [ "${1:-}" = --each ]; then
  share=${2:-}
  seconds=$share
  shift "$(($# < 2 ? $# : 2))"
else
  seconds=${1:-}
  [ $# -le 1 ] || die "$usage"
  shift "$#"
fi
[[ $seconds =~ ^[1-9][0-9]*$ ]] || die "$usage"

fuzz_targets() { ninja -C "$project/build/fuzz" -t targets all | sed -n 's/^\([a-z0-9_]*_fuzz\): CXX_EXECUTABLE.*/\1/p'; }

build fuzz help > /dev/null
mapfile -t targets < <(fuzz_targets)
if [ "${#targets[@]}" -eq 0 ]; then
  die "no fuzz targets"
fi
for wanted in "$@"; do
  [[ " ${targets[*]} " == *" $wanted "* ]] || die "no fuzz target $wanted; there are ${targets[*]}"
done
[ $# -eq 0 ] || targets=("$@")
build fuzz "${targets[@]}"

if [ -z "$share" ]; then
  share=$((seconds / ${#targets[@]}))
  [ "$share" -gt 0 ] || share=1
fi
failed=0
mkdir -p "$project/build/fuzz-crash"
for target in "${targets[@]}"; do
  name=${target%_fuzz}
  grown=$project/build/fuzz-corpus/$name
  mkdir -p "$grown"
  say "$target for $share s"
  log=$project/build/fuzz-crash/$name.log
  if "$project/build/fuzz/$target" -max_total_time="$share" -max_len=65536 -rss_limit_mb=2048 -timeout=10 \
    -print_final_stats=1 -verbosity=0 -artifact_prefix="$project/build/fuzz-crash/$name-" \
    "$grown" "$project/tests/fuzz/corpus/$name" > "$log" 2>&1; then
    grep -E 'executed_units|new_units' "$log"
  else
    tail -n 100 "$log"
    failed=$((failed + 1))
  fi
done
say "${#targets[@]} fuzz targets, $failed failed"
[ "$failed" -eq 0 ]
