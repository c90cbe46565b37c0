"""Shelf marks of a library."""


def letters(mark):
    """The letters that a mark begins with."""
    return mark[:2]


def year(mark):
    """The year that a mark ends with, or None."""
    return int(mark[-4:])
