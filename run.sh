#!/usr/bin/env bash
# run.sh: from a bare Debian 12 to a running development server.
#   ./run.sh               installs packages if missing, builds, runs `idkernel serve --dev`
#   ./run.sh --build-only  stops after the build; the program is build/release/idkernel
#   ./run.sh -- ARGS       ARGS go to `idkernel serve --dev`
set -euo pipefail
# shellcheck source=deploy/scripts/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/deploy/scripts/common.sh"

usage() { sed -n '2,5s/^# \{0,1\}//p' "$project/run.sh"; }

build_only=false
while [ $# -gt 0 ]; do
  case $1 in
    --build-only) build_only=true ;;
    --help | -h)
      usage
      exit 0
      ;;
    --)
      shift
      break
      ;;
    *)
      usage >&2
      die "unknown option $1; what is meant for the server goes behind --"
      ;;
  esac
  shift
done

install_packages build
say "building build/release/idkernel"
build release idkernel
if $build_only; then
  exit 0
fi
cd "$project"
say "build/release/idkernel serve --dev $*"
exec build/release/idkernel serve --dev "$@"
