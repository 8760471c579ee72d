#!/usr/bin/env bash
# test.sh: installs packages if missing, builds everything, runs every test. Ends with ctest's totals.
set -euo pipefail
# shellcheck source=deploy/scripts/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/deploy/scripts/common.sh"

install_packages build
say "building (release)"
build release
say "running every test"
run_tests release
