from layers.load import load

__all__ = ["load"]
