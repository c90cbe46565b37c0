"""Lines of a table to rows."""


def parse_table(lines):
    """The rows, the heading first, and the letters of the alignment."""
    rows = [split(line) for line in lines]
    return [rows[0]] + rows[2:], "-" * len(rows[0])


def split(line):
    return [cell.strip() for cell in line.strip().strip("|").split("|")]
