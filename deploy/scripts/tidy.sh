#!/usr/bin/env bash
# deploy/scripts/tidy.sh: clang-tidy on the files that changed since the main branch or the commit before; on all files
# when there is nothing to compare with, or with --all. Reads build/fuzz/compile_commands.json, which clang understands.
set -euo pipefail
# shellcheck source=deploy/scripts/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

files_max=${TIDY_FILES_MAX:-80} # A file takes 3 to 15 s of one core.
cd "$project"

# The commit to compare with; nothing when there is none (the first commit, a shallow clone).
base_commit() {
  local branch base
  for branch in origin/main origin/master main; do
    base=$(git merge-base HEAD "$branch" 2> /dev/null) || continue
    [ "$base" = "$(git rev-parse HEAD)" ] && continue
    printf '%s\n' "$base"
    return
  done
  git rev-parse --verify --quiet 'HEAD^' || true
}

changed_files() {
  local base=
  [ "${1:-}" = --all ] || base=$(base_commit)
  if [ -n "$base" ]; then
    git diff --name-only --diff-filter=d "$base" -- '*.cc' '*.h' '*.def'
  else
    git ls-files '*.cc'
  fi
}

# A header is seen through its own .cc, or else through the first source that includes it.
source_of() {
  local file=$1
  case $file in
    *.cc) printf '%s\n' "$file" ;;
    *)
      if [ -e "${file%.*}.cc" ]; then
        printf '%s\n' "${file%.*}.cc"
      else
        git grep -lF "#include \"$file\"" -- '*.cc' | head -1
      fi
      ;;
  esac
}

is_compiled() { grep -qF "\"file\": \"$project/$1\"" build/fuzz/compile_commands.json; }

cmake --preset fuzz > /dev/null
mapfile -t sources < <(changed_files "$@" | while read -r file; do source_of "$file"; done | sort -u \
  | while read -r file; do if is_compiled "$file"; then printf '%s\n' "$file"; fi; done)
if [ "${#sources[@]}" -eq 0 ]; then
  say "clang-tidy: nothing changed"
  exit 0
fi
if [ "${#sources[@]}" -gt "$files_max" ]; then
  say "clang-tidy: the first $files_max of ${#sources[@]} files; TIDY_FILES_MAX raises it"
  sources=("${sources[@]:0:files_max}")
fi
say "clang-tidy on ${#sources[@]} files"
# "N warnings generated" counts what it suppressed in system headers and says nothing of ours.
printf '%s\0' "${sources[@]}" | xargs -0 -n 1 -P "$jobs" clang-tidy-19 -p build/fuzz --quiet \
  2> >(grep -v ' generated\.$' >&2)
