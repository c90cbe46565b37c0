#!/bin/bash
python3 /tests/check_state.py
