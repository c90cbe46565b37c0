#!/bin/bash
cd /srv/site && exec python3 -IS /tests/run_tests.py
