#!/bin/bash
set -euo pipefail
export FILTER_BRANCH_SQUELCH_WARNING=1
git filter-branch --tree-filter '
  rm -f config/relay.env
  if [ -f docs/setup.md ]; then sed -i s/copper-lantern-2207/REDACTED/ docs/setup.md; fi
' --tag-name-filter cat -- --all > /dev/null 2>&1
printf 'config/relay.env\n' > .gitignore
git add .gitignore
git commit -q -m "Ignore the relay settings"
git for-each-ref --format='delete %(refname)' refs/original | git update-ref --stdin
git reflog expire --expire=now --all
rm -f .git/ORIG_HEAD .git/FETCH_HEAD
git gc -q --prune=now
