#!/bin/bash
set -euo pipefail

call() { printf '%s' "$2" | python3 /srv/shop/service.py "$1"; }

call log_contact '{"order_id": "ORD-1031", "request": "cancellation", "outcome": "refused"}'
