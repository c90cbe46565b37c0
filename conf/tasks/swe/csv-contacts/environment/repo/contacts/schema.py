"""Headings and fields."""

FIELDS = ("name", "email", "phone")

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
    return {ALIASES[heading]: index for index, heading in enumerate(header) if heading in ALIASES}
