"""Bytes of a spreadsheet export to rows."""
import csv
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """`line` is the line of the file, counted from 1, on which the row starts."""

    line: int
    cells: list


def read_rows(data):
    text = data.decode("utf-8")
    rows = []
    for number, cells in enumerate(csv.reader(text.splitlines()), 1):
        rows.append(Row(number, cells))
    return rows
