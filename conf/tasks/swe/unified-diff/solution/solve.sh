#!/bin/bash
set -euo pipefail
cd /app
cat > linediff/edits.py <<'SOURCE'
"""Edits between two lists of lines."""
from itertools import groupby


def edits(old, new):
    """Pairs of a sign (" ", "-" or "+") and a line that turn `old` into `new`; deletions come before insertions."""
    lengths = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            if old[i] == new[j]:
                lengths[i][j] = lengths[i + 1][j + 1] + 1
            else:
                lengths[i][j] = max(lengths[i + 1][j], lengths[i][j + 1])
    result, i, j = [], 0, 0
    while i < len(old) and j < len(new):
        if old[i] == new[j]:
            result.append((" ", old[i]))
            i, j = i + 1, j + 1
        elif lengths[i + 1][j] >= lengths[i][j + 1]:
            result.append(("-", old[i]))
            i += 1
        else:
            result.append(("+", new[j]))
            j += 1
    result.extend(("-", line) for line in old[i:])
    result.extend(("+", line) for line in new[j:])
    return deletions_first(result)


def deletions_first(edits):
    result = []
    for unchanged, block in groupby(edits, key=lambda edit: edit[0] == " "):
        result.extend(block if unchanged else sorted(block, key=lambda edit: edit[0] == "+"))
    return result
SOURCE
cat > linediff/hunks.py <<'SOURCE'
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
    for first, last in joined(runs(edits), 2 * context):
        start, end = max(first - context, 0), last + context
        inside = edits[start:end]
        result.append(Hunk(first_line(edits[:start], inside, "+"), first_line(edits[:start], inside, "-"), inside))
    return result


def first_line(before, inside, other_sign):
    """The number of a side's first line in a hunk, or of the line before it if it has none there."""
    count = sum(sign != other_sign for sign, _ in before)
    return count + 1 if any(sign != other_sign for sign, _ in inside) else count


def joined(ranges, gap):
    """Joins ranges with at most `gap` lines between them."""
    result = []
    for first, last in ranges:
        if result and first - result[-1][1] <= gap:
            result[-1] = (result[-1][0], last)
        else:
            result.append((first, last))
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
SOURCE
cat > linediff/output.py <<'SOURCE'
"""Hunks to text."""

NO_LINE_END = "\n\\ No newline at end of file\n"


def unified(hunks, old_name, new_name):
    if not hunks:
        return ""
    rows = ["--- %s\n" % old_name, "+++ %s\n" % new_name]
    for hunk in hunks:
        old, new = span(hunk.old_start, hunk.old_length), span(hunk.new_start, hunk.new_length)
        rows.append("@@ -%s +%s @@\n" % (old, new))
        rows.extend(sign + (line if line.endswith("\n") else line + NO_LINE_END) for sign, line in hunk.edits)
    return "".join(rows)


def span(start, length):
    return str(start) if length == 1 else "%d,%d" % (start, length)
SOURCE
cat > linediff/__init__.py <<'SOURCE'
import re

from linediff.edits import edits
from linediff.hunks import hunks
from linediff.output import unified


def diff(old, new, old_name="old", new_name="new", context=3):
    """The unified diff of two texts; empty when they are equal."""
    return unified(hunks(edits(lines(old), lines(new)), context), old_name, new_name)


def lines(text):
    """The lines with their ends; only a newline ends a line."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)
SOURCE
