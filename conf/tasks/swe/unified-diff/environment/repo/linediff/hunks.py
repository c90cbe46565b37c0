"""Edits to hunks."""
from dataclasses import dataclass


@dataclass(frozen=True)
class Hunk:
    """`old_start` and `new_start` count lines from 1; `edits` are pairs of sign and line."""

    old_start: int
    new_start: int
    edits: list

    @property
    def old_length(self):
        return sum(sign != "+" for sign, _ in self.edits)

    @property
    def new_length(self):
        return sum(sign != "-" for sign, _ in self.edits)


def hunks(edits, context):
    result = []
    for first, last in runs(edits):
        start, end = max(first - context, 0), last + context
        before = edits[:start]
        old_start = sum(sign != "+" for sign, _ in before)
        new_start = sum(sign != "-" for sign, _ in before)
        result.append(Hunk(old_start, new_start, edits[start:end]))
    return result


def runs(edits):
    """Index ranges of edits without an unchanged line between them; the end is exclusive."""
    start = None
    for index, (sign, _) in enumerate(edits):
        if sign == " " and start is not None:
            yield start, index
            start = None
        elif sign != " " and start is None:
            start = index
    if start is not None:
        yield start, len(edits)
