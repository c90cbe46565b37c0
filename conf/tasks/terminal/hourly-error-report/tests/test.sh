#!/bin/bash
cd /data/gateway && python3 /tests/run_tests.py
