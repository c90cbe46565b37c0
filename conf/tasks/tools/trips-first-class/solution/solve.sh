#!/bin/bash
set -euo pipefail

call() { printf '%s' "$2" | python3 /srv/trips/service.py "$1"; }

call book_connection '{"employee": "EMP-02", "connection_id": "TR-102", "travel_class": "second", "fare": "saver"}'
