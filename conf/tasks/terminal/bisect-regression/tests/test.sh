#!/bin/bash
cd /home/dev/parcel && exec python3 -IS /tests/run_tests.py
