#!/bin/bash
set -euo pipefail

call() { printf '%s' "$2" | python3 /srv/desk/service.py "$1"; }

call classify_ticket '{"ticket_id": "TIC-0210", "category": "software", "priority": "normal"}'
call add_comment '{"ticket_id": "TIC-0210", "audience": "requester", "text": "Please close the mail program, wait a minute and open it again. The invoices mailbox appears after the second start. If it does not, answer here."}'
call resolve_ticket '{"ticket_id": "TIC-0210", "article": "KB-03"}'
