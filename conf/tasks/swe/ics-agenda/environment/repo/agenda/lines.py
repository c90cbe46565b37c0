"""Content lines of an iCalendar stream (RFC 5545, section 3.1)."""
from dataclasses import dataclass, field


@dataclass(frozen=True)
class ContentLine:
    name: str
    value: str
    parameters: dict = field(default_factory=dict)


def content_lines(text):
    """Yields the content lines of `text`; blank lines are skipped."""
    for raw in text.splitlines():
        if raw.strip():
            yield parse_line(raw)


def parse_line(raw):
    head, colon, value = raw.partition(":")
    if not colon:
        raise ValueError("content line without a colon: %r" % raw)
    name, *parameters = head.split(";")
    return ContentLine(name.upper(), value, dict(p.split("=", 1) for p in parameters))
