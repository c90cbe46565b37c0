#!/bin/bash
set -euo pipefail

call() { printf '%s' "$2" | python3 /srv/trips/service.py "$1"; }

call cancel_booking '{"booking_id": "BKG-0061"}'
call book_connection '{"employee": "EMP-03", "connection_id": "TR-304", "travel_class": "second", "fare": "saver"}'
call book_hotel '{"employee": "EMP-03", "hotel_id": "HOT-11", "day": "2025-04-14", "nights": 1}'
