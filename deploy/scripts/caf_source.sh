#!/usr/bin/env bash
# deploy/scripts/caf_source.sh: puts the source of Debian's CAF into build/caf-src, for the tsan preset.
# Uses apt's own signature checks, with lists and settings of its own: the machine's apt stays as it is.
set -euo pipefail
# shellcheck source=deploy/scripts/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

target=$project/build/caf-src
if [ -e "$target/libcaf_core/src/actor_system.cpp" ]; then
  exit 0
fi
mkdir -p "$project/build"
work=$(mktemp -d "$project/build/caf-download.XXXXXX")
trap 'rm -rf "$work"' EXIT

mkdir -p "$work"/{sources,lists/partial,cache/archives/partial,source}
cat > "$work/sources/debian.sources" << 'END'
Types: deb-src
URIs: http://deb.debian.org/debian
Suites: bookworm
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
END
apt=(apt-get -qq -o "Dir::Etc::SourceList=/dev/null" -o "Dir::Etc::SourceParts=$work/sources"
  -o "Dir::State::Lists=$work/lists" -o "Dir::Cache=$work/cache" -o Acquire::Languages=none
  -o Acquire::Retries=3 -o APT::Sandbox::User=)

say "fetching the source of Debian's actor-framework"
"${apt[@]}" update
(cd "$work/source" && "${apt[@]}" source --download-only --tar-only actor-framework)
mkdir "$work/tree"
tar -xf "$work"/source/actor-framework_*.orig.tar.* -C "$work/tree" --strip-components=1

# The headers come from the installed package, so both must be of one version.
version=$(sed -n 's/^#define CAF_VERSION //p' "$work/tree/libcaf_core/caf/config.hpp")
installed=$(sed -n 's/^#define CAF_VERSION //p' /usr/include/caf/config.hpp)
[ "$version" = "$installed" ] || die "source of CAF $version, but headers of CAF $installed"
rm -rf "$target"
mv "$work/tree" "$target"
