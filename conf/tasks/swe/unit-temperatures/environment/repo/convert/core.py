"""Conversion."""
from convert.table import PREFIXES, UNITS


def lookup(symbol):
    """The kind and factor of a unit, which may have a prefix."""
    if symbol[0] in PREFIXES and symbol[1:] in UNITS:
        kind, factor = UNITS[symbol[1:]]
        return kind, factor * PREFIXES[symbol[0]]
    return UNITS[symbol]


def convert(value, source, target):
    source_kind, source_factor = lookup(source)
    target_kind, target_factor = lookup(target)
    return value * source_factor / target_factor
