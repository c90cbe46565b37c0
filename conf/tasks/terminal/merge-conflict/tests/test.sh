#!/bin/bash
cd /home/dev/cart && exec python3 -IS /tests/run_tests.py
