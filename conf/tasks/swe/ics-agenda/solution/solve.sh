#!/bin/bash
set -euo pipefail
cd /app
cat > agenda/lines.py <<'SOURCE'
"""Content lines of an iCalendar stream (RFC 5545, section 3.1)."""
import re
from dataclasses import dataclass, field

PARAMETER = re.compile(r';([^=;:"]+)=("[^"]*"|[^;:"]*)')
LINE = re.compile(r"(?P<name>[^;:]+)(?P<parameters>(?:%s)*):(?P<value>.*)" % PARAMETER.pattern, re.DOTALL)

@dataclass(frozen=True)
class ContentLine:
    name: str
    value: str
    parameters: dict = field(default_factory=dict)


def content_lines(text):
    """Yields the content lines of `text`; blank lines are skipped."""
    for raw in unfold(text):
        if raw.strip():
            yield parse_line(raw)


def unfold(text):
    """Joins folded lines: one leading space or tab marks a continuation and is dropped."""
    lines = []
    for raw in re.split("\r?\n", text):
        if raw[:1] not in (" ", "\t"):
            lines.append(raw)
        elif lines:
            lines[-1] += raw[1:]
        else:
            raise ValueError("the first line continues nothing: %r" % raw)
    return lines


def parse_line(raw):
    match = LINE.fullmatch(raw)
    if not match:
        raise ValueError("not a content line: %r" % raw)
    parameters = {key.upper(): value.strip('"') for key, value in PARAMETER.findall(match["parameters"])}
    return ContentLine(match["name"].upper(), match["value"], parameters)


def unescape(value):
    """The text that a TEXT value stands for."""
    return re.sub(r"\\([,;\\nN])", lambda match: "\n" if match[1] in "nN" else match[1], value)
SOURCE
cat > agenda/events.py <<'SOURCE'
"""Events of a calendar."""
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from agenda.lines import content_lines, unescape

DURATION = re.compile(
    r"P(?:(?P<weeks>\d+)W"
    r"|(?=\d|T)(?:(?P<days>\d+)D)?"
    r"(?:T(?=\d)(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+)S)?)?)"
)


@dataclass(frozen=True)
class Event:
    """`start` is inclusive and `end` is exclusive; both are naive datetimes."""

    summary: str
    start: datetime
    end: datetime
    location: str = ""
    all_day: bool = False


def read_events(text):
    """The events of a calendar, by start time, then summary."""
    events, open_components, current = [], [], {}
    for line in content_lines(text):
        if line.name == "BEGIN":
            open_components.append(line.value)
            if line.value == "VEVENT":
                current = {}
        elif line.name == "END":
            open_components.pop()
            if line.value == "VEVENT":
                events.append(build(current))
        elif open_components[-1:] == ["VEVENT"]:
            current[line.name] = line
    return sorted(events, key=lambda event: (event.start, event.summary))


def build(properties):
    start = moment(properties["DTSTART"])
    all_day = is_date(properties["DTSTART"])
    if "DTEND" in properties:
        end = moment(properties["DTEND"])
    elif "DURATION" in properties:
        end = start + duration(properties["DURATION"].value)
    else:
        end = start + timedelta(days=1 if all_day else 0)
    location = unescape(properties["LOCATION"].value) if "LOCATION" in properties else ""
    return Event(unescape(properties["SUMMARY"].value), start, end, location, all_day)


def is_date(line):
    return line.parameters.get("VALUE") == "DATE"


def moment(line):
    return datetime.strptime(line.value, "%Y%m%d" if is_date(line) else "%Y%m%dT%H%M%S")


def duration(value):
    match = DURATION.fullmatch(value)
    if not match:
        raise ValueError("not a duration: %r" % value)
    return timedelta(**{unit: int(number) for unit, number in match.groupdict().items() if number})
SOURCE
cat > agenda/report.py <<'SOURCE'
"""The agenda as text."""
from itertools import groupby


def agenda(events):
    rows = []
    for day, group in groupby(events, key=lambda event: event.start.date()):
        rows.append(day.strftime("%Y-%m-%d"))
        rows.extend("  " + describe(event) for event in group)
    return "\n".join(rows) + "\n" if rows else "nothing planned\n"


def describe(event):
    place = " @ " + event.location if event.location else ""
    if event.all_day:
        days = (event.end - event.start).days
        return "all day %s%s%s" % ("(%d days) " % days if days > 1 else "", event.summary, place)
    return "%s-%s %s%s" % (event.start.strftime("%H:%M"), event.end.strftime("%H:%M"), event.summary, place)
SOURCE
