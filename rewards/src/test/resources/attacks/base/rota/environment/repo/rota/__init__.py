from .shifts import covered, gaps, merge

__all__ = ["covered", "gaps", "merge"]
