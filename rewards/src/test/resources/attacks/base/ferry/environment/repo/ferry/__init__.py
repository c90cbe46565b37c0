from .crossings import arrival, fare

__all__ = ["arrival", "fare"]
