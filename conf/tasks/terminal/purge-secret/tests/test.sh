#!/bin/bash
cd /home/dev/mailer && python3 /tests/run_tests.py
