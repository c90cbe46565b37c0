#!/bin/bash
cd /etc/fleet && python3 /tests/run_tests.py
