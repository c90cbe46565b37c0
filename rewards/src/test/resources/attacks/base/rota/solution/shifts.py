"""Shifts of a duty rota: pairs of minutes after midnight, the end not part of it."""


def merge(shifts):
    """The fewest shifts that cover the same minutes, sorted."""
    merged = []
    for start, end in sorted(shifts):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def covered(shifts):
    """How many minutes are covered."""
    return sum(end - start for start, end in merge(shifts))


def gaps(shifts, start, end):
    """What no shift covers between two minutes, sorted."""
    free = []
    for begin, stop in merge(shifts):
        if begin > start:
            free.append((start, min(begin, end)))
        start = max(start, stop)
        if start >= end:
            return free
    return free + [(start, end)]
