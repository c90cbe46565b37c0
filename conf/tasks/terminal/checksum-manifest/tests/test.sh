#!/bin/bash
cd /data && exec python3 -IS /tests/run_tests.py
