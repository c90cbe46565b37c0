#!/bin/bash
cd /home/dev/invoices && python3 /tests/run_tests.py
