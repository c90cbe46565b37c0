#!/bin/bash
cd /srv/portal && exec python3 -IS /tests/run_tests.py
