#!/bin/bash
set -euo pipefail

call() { printf '%s' "$2" | python3 /srv/rooms/service.py "$1"; }

call move_meeting '{"meeting_id": "MTG-101", "version": 1, "day": "2025-10-06", "start": "10:00", "end": "11:00", "room": "fir"}'
call move_meeting '{"meeting_id": "MTG-102", "version": 1, "day": "2025-10-13", "start": "10:00", "end": "11:00", "room": "maple"}'
call change_attendees '{"meeting_id": "MTG-103", "version": 1, "add": [], "remove": ["sefa"]}'
call move_meeting '{"meeting_id": "MTG-103", "version": 2, "day": "2025-10-20", "start": "10:00", "end": "11:00", "room": "fir"}'
call move_meeting '{"meeting_id": "MTG-104", "version": 1, "day": "2025-10-27", "start": "10:00", "end": "11:00", "room": "maple"}'
call move_meeting '{"meeting_id": "MTG-105", "version": 1, "day": "2025-11-04", "start": "10:00", "end": "11:00", "room": "maple"}'
call move_meeting '{"meeting_id": "MTG-106", "version": 1, "day": "2025-11-10", "start": "14:00", "end": "15:00", "room": "fir"}'
call move_meeting '{"meeting_id": "MTG-107", "version": 1, "day": "2025-11-17", "start": "10:00", "end": "11:00", "room": "fir"}'
call move_meeting '{"meeting_id": "MTG-108", "version": 1, "day": "2025-11-24", "start": "15:30", "end": "16:30", "room": "fir"}'
call move_meeting '{"meeting_id": "MTG-109", "version": 1, "day": "2025-12-01", "start": "10:00", "end": "11:00", "room": "fir"}'
call cancel_meeting '{"meeting_id": "MTG-110", "version": 1, "confirm": true}'
call change_attendees '{"meeting_id": "MTG-111", "version": 1, "add": [], "remove": ["dita"]}'
call move_meeting '{"meeting_id": "MTG-111", "version": 2, "day": "2025-12-15", "start": "10:00", "end": "11:00", "room": "fir"}'
call change_attendees '{"meeting_id": "MTG-112", "version": 1, "add": [], "remove": ["dita"]}'
call move_meeting '{"meeting_id": "MTG-112", "version": 2, "day": "2025-12-22", "start": "10:00", "end": "11:00", "room": "fir"}'
call cancel_meeting '{"meeting_id": "MTG-113", "version": 1, "confirm": true}'
