#!/bin/bash
cd /data && python3 /tests/run_tests.py
