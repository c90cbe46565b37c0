#!/usr/bin/env bash
# repositories.sh DIR: makes the git repositories that the rows beside it start from. Names, times
# and contents are fixed, and so are the commits.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null GIT_AUTHOR_NAME=own GIT_AUTHOR_EMAIL=own@localhost
export GIT_COMMITTER_NAME=own GIT_COMMITTER_EMAIL=own@localhost GIT_AUTHOR_DATE='1700000000 +0000' GIT_COMMITTER_DATE='1700000000 +0000'

# The bug, then the fix, which no agent may find.
mkdir -p "$1/own__slug"
cd "$1/own__slug"
git init -q -b main .
cp -r "$here/slug/." .
git add -A
git commit -q -m "Make slugs"
git tag v1
git apply "$here/gold.patch"
git commit -q -a -m "Keep numbers in slugs"
git tag v2

# Without the bug, which rows of SWE-smith put in.
mkdir -p "$1/swesmith__own__slug.5eed0001"
cd "$1/swesmith__own__slug.5eed0001"
git init -q -b main .
cp -r "$here/slug/." .
git apply "$here/test.patch" "$here/gold.patch"
git add -A
git commit -q -m "Make slugs that keep numbers"
