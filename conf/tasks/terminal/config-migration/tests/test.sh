#!/bin/bash
cd /etc/booking && exec python3 -IS /tests/run_tests.py
