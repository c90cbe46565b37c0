#!/bin/bash
set -euo pipefail
culprit=$(git log --format=%H -S'round(length' --reverse main -- quote.py | head -1)
echo "$culprit" > ../culprit.txt
git revert --no-edit "$culprit" > /dev/null
