#!/bin/bash
set -uxo pipefail
cd /testbed
cp /tests/test_marks.py tests/test_marks.py
: '>>>>> Start Test Output'
python3 -m unittest -v tests.test_marks
: '>>>>> End Test Output'
