#!/bin/bash
cd /home/dev/cart && python3 /tests/run_tests.py
