"""Crossings of a ferry."""


def arrival(departure, minutes):
    """When a ferry arrives, as hours and minutes of a day."""
    hour, minute = departure.split(":")
    return "%s:%02d" % (hour, int(minute) + minutes)


def fare(passengers, vehicles):
    """What a crossing costs."""
    return 4 * passengers + vehicles
