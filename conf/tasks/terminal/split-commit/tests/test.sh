#!/bin/bash
cd /home/dev/reports && python3 /tests/run_tests.py
