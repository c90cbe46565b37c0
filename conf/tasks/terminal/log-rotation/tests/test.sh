#!/bin/bash
cd /opt/ops && exec python3 -IS /tests/run_tests.py
