#!/bin/bash
set -euo pipefail

call() { printf '%s' "$2" | python3 /srv/shop/service.py "$1"; }

call settle_return '{"return_id": "RET-0302", "received": 7, "condition": "as_new"}'
call settle_return '{"return_id": "RET-0303", "received": 1, "condition": "opened", "confirm": true}'
call settle_return '{"return_id": "RET-0304", "received": 1, "condition": "damaged"}'
call hold_return '{"return_id": "RET-0305", "finding": "different_product"}'
call settle_return '{"return_id": "RET-0306", "received": 1, "condition": "as_new"}'
call hold_return '{"return_id": "RET-0307", "finding": "too_many_pieces"}'
call settle_return '{"return_id": "RET-0308", "received": 2, "condition": "opened"}'
call settle_return '{"return_id": "RET-0309", "received": 1, "condition": "opened", "confirm": true}'
call hold_return '{"return_id": "RET-0310", "finding": "wrong_order"}'
call settle_return '{"return_id": "RET-0311", "received": 2, "condition": "damaged"}'
call settle_return '{"return_id": "RET-0312", "received": 4, "condition": "as_new"}'
call settle_return '{"return_id": "RET-0313", "received": 1, "condition": "as_new"}'
call settle_return '{"return_id": "RET-0315", "received": 1, "condition": "opened"}'
