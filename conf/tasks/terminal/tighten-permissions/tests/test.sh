#!/bin/bash
cd /srv/portal && python3 /tests/run_tests.py
