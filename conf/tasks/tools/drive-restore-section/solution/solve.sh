#!/bin/bash
set -euo pipefail

call() { printf '%s' "$2" | python3 /srv/drive/service.py "$1"; }

call save_text '{"item_id": "FIL-001", "base_version": 5, "text": "# Trial protocol\n\n## Sampling\nTake five leaves per plot, every Monday.\n\n## Safety\nWear gloves and goggles when mixing.\nRinse the mixer twice after use.\n\n## Records\nEnter readings the same day.\nPhotograph every plot.\n"}'
