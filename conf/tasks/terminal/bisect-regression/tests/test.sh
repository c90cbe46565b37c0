#!/bin/bash
cd /home/dev/parcel && python3 /tests/run_tests.py
