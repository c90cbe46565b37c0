#!/bin/bash
cd /srv/site && python3 /tests/run_tests.py
