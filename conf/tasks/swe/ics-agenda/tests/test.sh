#!/bin/bash
cd /app && exec python3 -IS /tests/run_tests.py
