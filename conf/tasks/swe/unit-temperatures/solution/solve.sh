#!/bin/bash
set -euo pipefail
cd /app
cat > convert/table.py <<'SOURCE'
"""Units: symbol to (kind, factor to the base unit of the kind)."""

UNITS = {
    "m": ("length", 1),
    "in": ("length", 0.0254),
    "ft": ("length", 0.3048),
    "mi": ("length", 1609.344),
    "g": ("mass", 1),
    "lb": ("mass", 453.59237),
    "min": ("time", 60),
    "s": ("time", 1),
    "h": ("time", 3600),
    "K": ("temperature", 1),
    "C": ("temperature", 1),
    "F": ("temperature", 5 / 9),
}

# What a value of the unit is above the zero of the base unit, in the base unit.
OFFSETS = {"C": 273.15, "F": 273.15 - 32 * 5 / 9}

PREFIXES = {"M": 1_000_000, "k": 1000, "c": 0.01, "m": 0.001}
PREFIXABLE = {"m", "g", "s", "K"}
SOURCE
cat > convert/core.py <<'SOURCE'
"""Conversion."""
from convert.table import OFFSETS, PREFIXABLE, PREFIXES, UNITS


def lookup(symbol):
    """The kind, factor and offset of a unit, which may have a prefix."""
    if symbol in UNITS:
        return (*UNITS[symbol], OFFSETS.get(symbol, 0))
    if symbol[:1] in PREFIXES and symbol[1:] in PREFIXABLE:
        kind, factor = UNITS[symbol[1:]]
        return kind, factor * PREFIXES[symbol[0]], 0
    raise ValueError("unknown unit: %r" % symbol)


def convert(value, source, target):
    source_kind, source_factor, source_offset = lookup(source)
    target_kind, target_factor, target_offset = lookup(target)
    if source_kind != target_kind:
        raise ValueError("%s is a %s, %s is a %s" % (source, source_kind, target, target_kind))
    return (value * source_factor + source_offset - target_offset) / target_factor
SOURCE
