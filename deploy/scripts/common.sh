# shellcheck shell=bash
# deploy/scripts/common.sh: what run.sh, test.sh and .ci/run share. Sourced; the caller sets -euo pipefail.

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
jobs=${JOBS:-$(nproc)}
packages_list=$project/deploy/packages.txt

say() { printf '== %s\n' "$*"; }
die() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo > /dev/null; then
    sudo "$@"
  else
    die "packages are missing; run as root or install sudo: $*"
  fi
}

# packages_missing GROUP...: names of $packages_list that are not installed, one a line.
packages_missing() {
  local group name status
  while read -r group name; do
    [[ " $* " == *" $group "* ]] || continue
    status=$(dpkg-query -W -f '${db:Status-Status}' "$name" 2> /dev/null) || status=missing
    [ "$status" = installed ] || printf '%s\n' "$name"
  done < "$packages_list"
}

# install_packages GROUP...: touches neither network nor apt when nothing is missing.
install_packages() {
  local missing
  mapfile -t missing < <(packages_missing "$@")
  if [ "${#missing[@]}" -eq 0 ]; then
    return
  fi
  say "installing ${missing[*]}"
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "${missing[@]}"
}

# build PRESET [TARGET...]: configures and builds below build/PRESET.
build() {
  local preset=$1
  shift
  mkdir -p "$project/build"
  local log=$project/build/configure-$preset.log
  (cd "$project" && cmake --preset "$preset") > "$log" 2>&1 || {
    cat "$log" >&2
    die "cmake --preset $preset failed"
  }
  ninja -C "$project/build/$preset" -j "$jobs" "$@"
}

# run_tests PRESET: every test of the preset, the output of failing ones shown.
run_tests() { (cd "$project" && ctest --preset "$1" --parallel "$jobs"); }
