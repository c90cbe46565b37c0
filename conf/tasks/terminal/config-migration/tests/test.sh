#!/bin/bash
cd /etc/booking && python3 /tests/run_tests.py
