#!/usr/bin/env bash
# Fetches into DIR what .ci/run compares with, in pinned versions: tokenizers, XGrammar, the graders of
# the SWE-bench family, the function-calling leaderboard and agents. Python 3, pip and npm are there.
#
#   .ci/fetch.sh DIR
set -euo pipefail
cd "$(dirname "$0")"
work=${1:?a directory}

mkdir "$work/tokenizers"
cp tokenizers/package.json "$work/tokenizers"
(cd "$work/tokenizers" && npm install --silent --ignore-scripts --no-audit --no-fund)

python3 -m venv "$work/xgrammar"
"$work/xgrammar/bin/pip" install -q --no-deps -r requirements-xgrammar.txt

python3 -m venv "$work/graders-venv"
"$work/graders-venv/bin/pip" install -q dataclasses-json==0.6.7 unidiff==1.0.1
while read -r release; do
  "$work/graders-venv/bin/pip" install -q --no-deps --target "$work/graders/${release/==/-}" "$release"
done <requirements-graders.txt

python3 -m venv "$work/bfcl"
"$work/bfcl/bin/pip" install -q --no-deps -r requirements-bfcl.txt

python3 agents.py install "$work/agents"
