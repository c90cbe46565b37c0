#!/bin/bash
set -euo pipefail
cd /app
cat > mdtable/render.py <<'SOURCE'
"""Rows to a table."""
import unicodedata


def format_table(rows, align=""):
    """A table whose first row is the heading; `align` has a letter per column: l, r, c or - for none."""
    if set(align) - set("lrc-"):
        raise ValueError("alignments are l, r, c and -, not %r" % align)
    columns = len(rows[0])
    align = align.ljust(columns, "-")[:columns]
    rows = [[written(cell) for cell in (row + [""] * columns)[:columns]] for row in rows]
    widths = [
        max([3 if letter == "c" else 1] + [width(row[column]) for row in rows])
        for column, letter in enumerate(align)
    ]
    head, *body = [
        "| " + " | ".join(padded(*cell) for cell in zip(row, widths, align)) + " |" for row in rows
    ]
    rule = "|" + "|".join(map(ruled, widths, align)) + "|"
    return "\n".join([head, rule, *body]) + "\n"


def written(cell):
    """A cell as it stands in the source."""
    return " ".join(cell.splitlines()).replace("|", "\\|")


def width(text):
    """The columns that a text takes on a screen."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return len(text) + wide - sum(unicodedata.combining(character) > 0 for character in text)


def padded(cell, columns, letter):
    space = columns - width(cell)
    left = {"r": space, "c": space // 2}.get(letter, 0)
    return " " * left + cell + " " * (space - left)


def ruled(columns, letter):
    left, right = letter in "lc", letter in "rc"
    return ":" * left + "-" * (columns + 2 - left - right) + ":" * right
SOURCE
cat > mdtable/parse.py <<'SOURCE'
"""Lines of a table to rows."""
import re

LETTERS = {(False, False): "-", (True, False): "l", (False, True): "r", (True, True): "c"}


def parse_table(lines):
    """The rows, the heading first, and the letters of the alignment."""
    head, rule, *body = [split(line) for line in lines]
    return [head] + body, "".join(LETTERS[cell[0] == ":", cell[-1] == ":"] for cell in rule)


def is_rule(line):
    return all(re.fullmatch(":?-+:?", cell) for cell in split(line))


def split(line):
    """The cells of a line; pipes in them are escaped by a backslash."""
    inner = re.sub(r"(?<!\\)\|$", "", line.strip()[1:])
    return [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", inner)]
SOURCE
cat > mdtable/tidy.py <<'SOURCE'
"""Whole files."""
import re

from mdtable.parse import is_rule, parse_table
from mdtable.render import format_table

FENCED = r"^```.*(?:\n(?!```).*)*(?:\n```.*)?"
BLOCK = r"(?P<table>(?:^[ ]*\|.*(?:\n|\Z))+)"
TABLE = re.compile(FENCED + "|" + BLOCK, re.MULTILINE)


def tidy(text):
    """The text with each of its tables formatted anew; code is left alone."""
    return TABLE.sub(tidied, text)


def tidied(match):
    lines = (match["table"] or "").splitlines()
    if len(lines) < 2 or not is_rule(lines[1]):
        return match[0]
    indent = re.match(" *", lines[0])[0]
    return "".join(indent + line for line in format_table(*parse_table(lines)).splitlines(True))
SOURCE
