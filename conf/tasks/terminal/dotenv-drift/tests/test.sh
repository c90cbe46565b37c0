#!/bin/bash
cd /srv/stack && python3 /tests/run_tests.py
