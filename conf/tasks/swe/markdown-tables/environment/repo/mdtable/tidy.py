"""Whole files."""
import re

from mdtable.parse import parse_table
from mdtable.render import format_table

TABLE = re.compile(r"(?:^[ ]*\|.*\n)+", re.MULTILINE)


def tidy(text):
    """The text with each of its tables formatted anew."""
    return TABLE.sub(lambda match: format_table(*parse_table(match[0].splitlines())), text)
