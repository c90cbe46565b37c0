#!/bin/bash
cd /srv/build && python3 /tests/run_tests.py
