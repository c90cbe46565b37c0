"""Merging of layers."""


def merge(below, above):
    """A new dict with the values of both; `above` wins."""
    result = below
    result.update(above)
    return result
