#!/bin/bash
set -euo pipefail
find . -type d ! -path './secrets*' ! -path ./spool -exec chmod 755 {} +
find . -type f ! -path './secrets/*' -exec chmod 644 {} +
find bin hooks -type f -exec sh -c 'for f; do [ "$(head -c 2 "$f")" = "#!" ] && chmod 755 "$f"; done; true' sh {} +
find secrets -type d -exec chmod 700 {} +
find secrets -type f -exec chmod 600 {} +
chmod 1777 spool
