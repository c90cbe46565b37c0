#!/bin/bash
cd /srv/backup && exec python3 -IS /tests/run_tests.py
