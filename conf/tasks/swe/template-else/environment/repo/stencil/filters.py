"""Filters by name."""

FILTERS = {
    "upper": lambda value: str(value).upper(),
    "title": lambda value: str(value).title(),
    "length": len,
    "trim": lambda value: str(value).strip(),
}
