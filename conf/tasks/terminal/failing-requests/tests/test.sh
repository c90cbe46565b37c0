#!/bin/bash
cd /srv/shop && exec python3 -IS /tests/run_tests.py
