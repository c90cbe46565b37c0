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
    return "%s-%s %s%s" % (event.start.strftime("%H:%M"), event.end.strftime("%H:%M"), event.summary, place)
