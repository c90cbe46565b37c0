#!/bin/bash
cd /opt/ops && python3 /tests/run_tests.py
