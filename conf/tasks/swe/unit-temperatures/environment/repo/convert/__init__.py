from convert.core import convert

__all__ = ["convert"]
