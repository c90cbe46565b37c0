#!/bin/bash
cd /data/sales && exec python3 -IS /tests/run_tests.py
