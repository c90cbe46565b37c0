#!/bin/bash
cd /data/weather && python3 /tests/run_tests.py
