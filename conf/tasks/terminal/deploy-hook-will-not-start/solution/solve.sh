#!/bin/bash
set -euo pipefail
sed -i 's/\r$//' hooks/post-deploy
chmod 755 hooks/post-deploy
