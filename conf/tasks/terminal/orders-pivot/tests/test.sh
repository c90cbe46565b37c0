#!/bin/bash
cd /data/sales && python3 /tests/run_tests.py
