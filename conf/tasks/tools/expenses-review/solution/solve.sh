#!/bin/bash
set -euo pipefail

call() { printf '%s' "$2" | python3 /srv/trips/service.py "$1"; }

call decide_line '{"report_id": "REP-031", "line_id": "L01", "decision": "approve"}'
call decide_line '{"report_id": "REP-031", "line_id": "L02", "decision": "reduce", "amount_cents": 3800, "reason": "over_limit"}'
call decide_line '{"report_id": "REP-031", "line_id": "L03", "decision": "approve"}'
call decide_line '{"report_id": "REP-031", "line_id": "L04", "decision": "approve"}'
call decide_line '{"report_id": "REP-031", "line_id": "L05", "decision": "reject", "reason": "private"}'
call decide_line '{"report_id": "REP-031", "line_id": "L06", "decision": "reduce", "amount_cents": 320, "reason": "over_limit"}'
call decide_line '{"report_id": "REP-031", "line_id": "L07", "decision": "approve"}'
call decide_line '{"report_id": "REP-031", "line_id": "L08", "decision": "approve"}'
call decide_line '{"report_id": "REP-031", "line_id": "L09", "decision": "reject", "reason": "no_receipt"}'
call decide_line '{"report_id": "REP-031", "line_id": "L10", "decision": "reject", "reason": "duplicate"}'
call decide_line '{"report_id": "REP-031", "line_id": "L11", "decision": "approve"}'
call decide_line '{"report_id": "REP-031", "line_id": "L12", "decision": "reject", "reason": "outside_trip"}'
call decide_line '{"report_id": "REP-031", "line_id": "L13", "decision": "reject", "reason": "private"}'
call close_report '{"report_id": "REP-031"}'
