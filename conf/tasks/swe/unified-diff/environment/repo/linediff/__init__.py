from linediff.edits import edits
from linediff.hunks import hunks
from linediff.output import unified


def diff(old, new, old_name="old", new_name="new", context=3):
    """The unified diff of two texts; empty when they are equal."""
    return unified(hunks(edits(old.splitlines(True), new.splitlines(True)), context), old_name, new_name)
