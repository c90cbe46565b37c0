#!/bin/bash
set -euo pipefail

call() { printf '%s' "$2" | python3 /srv/rooms/service.py "$1"; }

call move_meeting '{"meeting_id": "MTG-005", "version": 1, "day": "2025-09-09", "start": "14:00", "end": "15:30", "room": "maple"}'
call change_attendees '{"meeting_id": "MTG-005", "version": 2, "add": ["oskar"], "remove": []}'
