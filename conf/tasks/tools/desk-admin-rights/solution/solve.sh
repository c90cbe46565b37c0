#!/bin/bash
set -euo pipefail

call() { printf '%s' "$2" | python3 /srv/desk/service.py "$1"; }

call classify_ticket '{"ticket_id": "TIC-0211", "category": "access", "priority": "normal"}'
call request_approval '{"ticket_id": "TIC-0211", "approver": "ingrid"}'
call add_comment '{"ticket_id": "TIC-0211", "audience": "requester", "text": "Administrator rights need your manager'"'"'s approval in this system. I have asked Ingrid; as soon as she has agreed, an agent takes over. A phone call is not enough, I am sorry."}'
