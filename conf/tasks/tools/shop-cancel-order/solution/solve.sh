#!/bin/bash
set -euo pipefail

call() { printf '%s' "$2" | python3 /srv/shop/service.py "$1"; }

call cancel_order '{"order_id": "ORD-1040", "reason": "customer_request"}'
