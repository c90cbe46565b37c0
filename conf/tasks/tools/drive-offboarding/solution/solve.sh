#!/bin/bash
set -euo pipefail

call() { printf '%s' "$2" | python3 /srv/drive/service.py "$1"; }

call delete_item '{"item_id": "FIL-022"}'
call revoke_share '{"item_id": "FIL-023", "person": "x-vale"}'
call delete_item '{"item_id": "FIL-023"}'
call delete_item '{"item_id": "FOL-005"}'
call set_owner '{"item_id": "FIL-021", "owner": "pella"}'
call set_owner '{"item_id": "FIL-020", "owner": "pella"}'
call revoke_share '{"item_id": "FIL-020", "person": "x-vale"}'
call set_owner '{"item_id": "FOL-004", "owner": "pella"}'
call set_owner '{"item_id": "FOL-002", "owner": "joris"}'
call set_owner '{"item_id": "FOL-003", "owner": "joris"}'
call set_owner '{"item_id": "FIL-001", "owner": "joris"}'
call set_owner '{"item_id": "FIL-010", "owner": "joris"}'
call set_owner '{"item_id": "FIL-011", "owner": "joris"}'
call set_owner '{"item_id": "FIL-012", "owner": "joris"}'
