"""Expressions: a dotted name, followed by filters."""
from stencil.errors import TemplateError
from stencil.filters import FILTERS


class Expression:
    def __init__(self, source):
        self.name, *self.filters = [part.strip() for part in source.split("|")]
        for name in self.filters:
            if name not in FILTERS:
                raise TemplateError("unknown filter: " + name)

    def evaluate(self, context):
        value = lookup(self.name, context)
        for name in self.filters:
            value = FILTERS[name](value)
        return value


def lookup(name, context):
    """Follows a dotted name; a missing part gives an empty string."""
    value = context
    for part in name.split("."):
        if isinstance(value, dict):
            value = value.get(part, "")
        else:
            value = getattr(value, part, "")
    return value
