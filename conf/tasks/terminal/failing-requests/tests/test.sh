#!/bin/bash
cd /srv/shop && python3 /tests/run_tests.py
