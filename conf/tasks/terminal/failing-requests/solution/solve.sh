#!/bin/bash
set -euo pipefail
sort -t= -k2,2n -s logs/access.log \
  | awk '{ split($6, s, "="); last[$2] = s[2] } END { for (id in last) if (last[id] >= 500) print id }' \
  | sort > failed-requests.txt
