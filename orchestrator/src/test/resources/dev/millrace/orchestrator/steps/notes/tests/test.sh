#!/bin/bash
# What every step is tested with; each brings its own check.sh.
if bash /tests/check.sh; then echo 1 > /logs/verifier/reward.txt; else echo 0 > /logs/verifier/reward.txt; fi
