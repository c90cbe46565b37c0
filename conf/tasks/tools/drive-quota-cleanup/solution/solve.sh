#!/bin/bash
set -euo pipefail

call() { printf '%s' "$2" | python3 /srv/drive/service.py "$1"; }

call prune_versions '{"item_id": "FIL-031", "keep_from": 4}'
call prune_versions '{"item_id": "FIL-034", "keep_from": 2}'
call create_folder '{"parent": "FOL-020", "name": "Harvest fair", "owner": "timo"}'
call move_item '{"item_id": "FIL-033", "parent": "FOL-041"}'
call move_item '{"item_id": "FIL-034", "parent": "FOL-041"}'
call delete_item '{"item_id": "FIL-035"}'
call move_item '{"item_id": "FIL-040", "parent": "FOL-012"}'
