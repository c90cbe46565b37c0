#!/bin/bash
cd /data/gateway && exec python3 -IS /tests/run_tests.py
