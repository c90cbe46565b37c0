#!/bin/bash
cd /home/dev/reports && exec python3 -IS /tests/run_tests.py
