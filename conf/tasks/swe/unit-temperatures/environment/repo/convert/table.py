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

PREFIXES = {"k": 1000, "c": 0.01, "m": 0.001}
