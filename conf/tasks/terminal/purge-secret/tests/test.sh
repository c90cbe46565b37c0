#!/bin/bash
cd /home/dev/mailer && exec python3 -IS /tests/run_tests.py
