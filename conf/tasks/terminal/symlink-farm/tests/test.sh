#!/bin/bash
cd /opt/tools && python3 /tests/run_tests.py
