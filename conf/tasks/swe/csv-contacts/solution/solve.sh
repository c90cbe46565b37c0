#!/bin/bash
set -euo pipefail
cd /app
cat > contacts/reader.py <<'SOURCE'
"""Bytes of a spreadsheet export to rows."""
import csv
import io
from dataclasses import dataclass

DELIMITERS = ",;\t"


@dataclass(frozen=True)
class Row:
    """`line` is the line of the file, counted from 1, on which the row starts."""

    line: int
    cells: list


def read_rows(data):
    """The rows of an export, without blank ones."""
    text = decode(data)
    lines = io.StringIO(text, newline="")
    reader = csv.reader(lines, delimiter=delimiter(text))
    rows, start = [], 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            rows.append(Row(start, cells))
        start = reader.line_num + 1
    return rows


def decode(data):
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def delimiter(text):
    """The delimiter that the first line has most of; the comma wins a tie."""
    heading = text.split("\n", 1)[0]
    return max(DELIMITERS, key=heading.count)
SOURCE
cat > contacts/schema.py <<'SOURCE'
"""Headings and fields."""

FIELDS = ("name", "email", "phone")
REQUIRED = ("name", "email")

ALIASES = {
    "name": "name",
    "full name": "name",
    "email": "email",
    "e-mail": "email",
    "e-mail address": "email",
    "phone": "phone",
    "telephone": "phone",
}


def columns(header):
    """A dict from field to column index."""
    found = {}
    for index, heading in enumerate(header):
        name = ALIASES.get(heading.strip().lower())
        if name:
            found.setdefault(name, index)
    return found
SOURCE
cat > contacts/importer.py <<'SOURCE'
"""Rows to contacts."""
from dataclasses import dataclass, field

from contacts.reader import read_rows
from contacts.schema import FIELDS, REQUIRED, columns


@dataclass
class Result:
    contacts: list = field(default_factory=list)
    problems: list = field(default_factory=list)


def import_contacts(data):
    """Imports an export; rows with problems are left out and named in `problems`."""
    rows = read_rows(data)
    index = columns(rows[0].cells) if rows else {}
    result = Result(problems=["line 1: no column for " + name for name in REQUIRED if name not in index])
    if result.problems:
        return result
    first_lines = {}
    for row in rows[1:]:
        contact = {name: cell(row, index.get(name)) for name in FIELDS}
        email = contact["email"] = contact["email"].lower()
        if "@" not in email:
            result.problems.append("line %d: not an e-mail address: %s" % (row.line, email))
        elif email in first_lines:
            result.problems.append(
                "line %d: same e-mail address as line %d: %s" % (row.line, first_lines[email], email))
        else:
            first_lines[email] = row.line
            result.contacts.append(contact)
    return result


def cell(row, column):
    """A cell with its white space made plain; empty where the row or the file has none."""
    if column is None or column >= len(row.cells):
        return ""
    return " ".join(row.cells[column].split())
SOURCE
