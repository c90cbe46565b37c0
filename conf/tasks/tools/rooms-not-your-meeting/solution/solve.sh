#!/bin/bash
set -euo pipefail

call() { printf '%s' "$2" | python3 /srv/rooms/service.py "$1"; }

call ask_organiser '{"meeting_id": "MTG-008", "wish": "move"}'
call request_room '{"room": "boardroom", "day": "2025-09-10", "reason": "launch rehearsal"}'
