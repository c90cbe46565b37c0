#!/bin/bash
cd /srv/deploy && exec python3 -IS /tests/run_tests.py
