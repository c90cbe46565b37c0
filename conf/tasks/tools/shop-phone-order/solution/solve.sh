#!/bin/bash
set -euo pipefail

call() { printf '%s' "$2" | python3 /srv/shop/service.py "$1"; }

call set_cart_item '{"customer_id": "CUS-101", "sku": "LAMP-OAK", "quantity": 2}'
call set_cart_item '{"customer_id": "CUS-101", "sku": "MAT-FELT", "quantity": 2}'
call set_cart_item '{"customer_id": "CUS-101", "sku": "TRAY-A4", "quantity": 20}'
call apply_code '{"customer_id": "CUS-101", "code": "GOLD15"}'
call place_order '{"customer_id": "CUS-101", "address": "work", "payment": "card"}'
