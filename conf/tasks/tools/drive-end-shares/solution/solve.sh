#!/bin/bash
set -euo pipefail

call() { printf '%s' "$2" | python3 /srv/drive/service.py "$1"; }

call revoke_share '{"item_id": "FIL-020", "person": "x-vale"}'
call revoke_share '{"item_id": "FIL-023", "person": "x-vale"}'
