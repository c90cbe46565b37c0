"""Events of a calendar."""
from dataclasses import dataclass
from datetime import datetime

from agenda.lines import content_lines


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
    events, current = [], None
    for line in content_lines(text):
        if line.name == "BEGIN" and line.value == "VEVENT":
            current = {}
        elif line.name == "END" and line.value == "VEVENT":
            events.append(build(current))
            current = None
        elif current is not None:
            current[line.name] = line
    return sorted(events, key=lambda event: (event.start, event.summary))


def build(properties):
    start = moment(properties["DTSTART"])
    return Event(
        summary=properties["SUMMARY"].value,
        start=start,
        end=moment(properties["DTEND"]),
        location=properties["LOCATION"].value if "LOCATION" in properties else "",
    )


def moment(line):
    return datetime.strptime(line.value, "%Y%m%dT%H%M%S")
