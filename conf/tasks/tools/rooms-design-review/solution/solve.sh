#!/bin/bash
set -euo pipefail

call() { printf '%s' "$2" | python3 /srv/rooms/service.py "$1"; }

call create_meeting '{"title": "Design review", "day": "2025-09-04", "start": "12:30", "end": "13:30", "room": "cedar", "attendees": ["felix", "jonas", "mina", "noor"]}'
