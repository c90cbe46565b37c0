#!/bin/bash
set -euo pipefail

call() { printf '%s' "$2" | python3 /srv/trips/service.py "$1"; }

call book_connection '{"employee": "EMP-01", "connection_id": "TR-102", "travel_class": "second", "fare": "saver"}'
call book_connection '{"employee": "EMP-01", "connection_id": "TR-112", "travel_class": "second", "fare": "saver"}'
call book_hotel '{"employee": "EMP-01", "hotel_id": "HOT-04", "day": "2025-05-12", "nights": 2}'
