#!/bin/bash
cd /opt/tools && exec python3 -IS /tests/run_tests.py
