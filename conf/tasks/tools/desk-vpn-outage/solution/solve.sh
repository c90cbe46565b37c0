#!/bin/bash
set -euo pipefail

call() { printf '%s' "$2" | python3 /srv/desk/service.py "$1"; }

call merge_ticket '{"ticket_id": "TIC-0221", "into": "TIC-0220"}'
call merge_ticket '{"ticket_id": "TIC-0223", "into": "TIC-0220"}'
call classify_ticket '{"ticket_id": "TIC-0220", "category": "network", "priority": "urgent"}'
call assign_ticket '{"ticket_id": "TIC-0220", "agent_id": "faye"}'
call add_comment '{"ticket_id": "TIC-0220", "audience": "internal", "text": "VPN from Mill Lane fails since 8 o'"'"'clock, '"'"'Office is not reachable'"'"', three reports, 12 people."}'
call escalate_ticket '{"ticket_id": "TIC-0220", "team": "infrastructure"}'
call add_comment '{"ticket_id": "TIC-0220", "audience": "requester", "text": "The VPN outage at Mill Lane is with our infrastructure team. Faye keeps you informed here; your colleagues'"'"' reports have been joined to this ticket."}'
call classify_ticket '{"ticket_id": "TIC-0222", "category": "account", "priority": "normal"}'
call classify_ticket '{"ticket_id": "TIC-0224", "category": "network", "priority": "normal"}'
