#!/bin/bash
cd /srv/backup && python3 /tests/run_tests.py
