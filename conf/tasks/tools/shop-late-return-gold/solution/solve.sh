#!/bin/bash
set -euo pipefail

call() { printf '%s' "$2" | python3 /srv/shop/service.py "$1"; }

call open_return '{"order_id": "ORD-1003", "sku": "CHAIR-FELT", "quantity": 1, "reason": "changed_mind", "resolution": "store_credit"}'
call log_contact '{"order_id": "ORD-1003", "request": "return", "outcome": "alternative"}'
