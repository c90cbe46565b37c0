#!/bin/bash
set -euo pipefail
lost=$(git reflog --format='%H %s' | awk '$2 == "Round" && $4 == "half" { print $1; exit }')
git cherry-pick "$lost" > /dev/null 2>&1 || true
sed -i '/^<<<<<<<\|^=======\|^>>>>>>>/d' CHANGES.md
python3 - <<'PY'
entries = [line for line in open("CHANGES.md") if line.startswith("- ")]
top = "- VAT is rounded half up line by line\n"
rest = list(dict.fromkeys(line for line in entries if line != top))
open("CHANGES.md", "w").write("# Changes\n\n" + top + "".join(rest))
PY
git add CHANGES.md
git -c core.editor=true cherry-pick --continue
