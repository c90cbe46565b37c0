#!/bin/bash
cd /home/dev/invoices && exec python3 -IS /tests/run_tests.py
