#!/bin/bash
cd /srv/stack && exec python3 -IS /tests/run_tests.py
