"""Rows to contacts."""
from dataclasses import dataclass, field

from contacts.reader import read_rows
from contacts.schema import FIELDS, columns


@dataclass
class Result:
    contacts: list = field(default_factory=list)
    problems: list = field(default_factory=list)


def import_contacts(data):
    """Imports an export; rows with problems are left out and named in `problems`."""
    header, *rows = read_rows(data)
    index = columns(header.cells)
    result = Result()
    for row in rows:
        contact = {name: row.cells[index[name]] for name in FIELDS}
        if "@" not in contact["email"]:
            result.problems.append("line %d: not an e-mail address: %s" % (row.line, contact["email"]))
        else:
            result.contacts.append(contact)
    return result
