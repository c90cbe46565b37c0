#!/bin/bash
cd /app && python3 /tests/run_tests.py
