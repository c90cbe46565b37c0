#!/bin/bash
# Half for the order, and whether every name is there.
order=0; complete=0
sort -c sorted.txt && order=1
[ "$(sort sorted.txt)" = "$(printf 'Ada\nBo\nCem\nFinn\nInes\nZoe')" ] && complete=1
echo "{\"reward\": $order, \"complete\": $complete}" > /logs/verifier/reward.json
