#!/bin/bash
cd /data/weather && exec python3 -IS /tests/run_tests.py
