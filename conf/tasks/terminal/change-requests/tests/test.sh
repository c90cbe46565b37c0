#!/bin/bash
cd /etc/fleet && exec python3 -IS /tests/run_tests.py
