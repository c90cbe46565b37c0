#!/bin/bash
set -euo pipefail

call() { printf '%s' "$2" | python3 /srv/shop/service.py "$1"; }

call log_contact '{"order_id": "ORD-1036", "request": "discount", "outcome": "refused"}'
call set_cart_item '{"customer_id": "CUS-106", "sku": "CHAIR-MESH", "quantity": 1}'
call apply_code '{"customer_id": "CUS-106", "code": "SPRING10"}'
call place_order '{"customer_id": "CUS-106", "address": "home", "payment": "card"}'
call cancel_order '{"order_id": "ORD-1040", "reason": "customer_request"}'
call log_contact '{"order_id": "ORD-1040", "request": "cancellation", "outcome": "done"}'
