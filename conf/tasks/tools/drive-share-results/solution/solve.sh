#!/bin/bash
set -euo pipefail

call() { printf '%s' "$2" | python3 /srv/drive/service.py "$1"; }

call share_item '{"item_id": "FIL-010", "person": "x-vale", "role": "view"}'
call share_item '{"item_id": "FIL-011", "person": "x-vale", "role": "view"}'
call share_item '{"item_id": "FIL-013", "person": "x-vale", "role": "view"}'
call save_text '{"item_id": "FIL-003", "base_version": 1, "text": "item,person,role\nFIL-010,x-orin,view\nFIL-010,x-vale,view\nFIL-011,x-vale,view\nFIL-013,x-vale,view\n"}'
