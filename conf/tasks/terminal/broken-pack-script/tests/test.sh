#!/bin/bash
cd /srv/build && exec python3 -IS /tests/run_tests.py
