#!/bin/bash
cd /srv/deploy && python3 /tests/run_tests.py
