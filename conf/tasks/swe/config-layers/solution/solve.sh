#!/bin/bash
set -euo pipefail
cd /app
cat > layers/merge.py <<'SOURCE'
"""Merging of layers."""
import copy

APPEND = "..."


def merge(below, above):
    """A new dict with the values of both at every depth; `above` wins, and its `None` removes a key."""
    result = copy.deepcopy(below)
    for key, value in above.items():
        if value is None:
            result.pop(key, None)
        else:
            result[key] = combine(result.get(key), value)
    return result


def combine(below, above):
    """The value that `above` leaves over `below`; `below` is not used otherwise and may be reused."""
    if isinstance(above, dict):
        return merge(below if isinstance(below, dict) else {}, above)
    if isinstance(above, list) and above[:1] == [APPEND]:
        return (below if isinstance(below, list) else []) + copy.deepcopy(above[1:])
    return copy.deepcopy(above)
SOURCE
cat > layers/environment.py <<'SOURCE'
"""Overrides from environment variables."""
import json


def overrides(environ, prefix):
    """A layer from variables like SHOP_DATABASE__PORT, which sets database.port."""
    layer = {}
    for name in sorted(environ):
        if name.startswith(prefix + "_"):
            *parents, last = name[len(prefix) + 1:].lower().split("__")
            place = layer
            for parent in parents:
                place = place.setdefault(parent, {})
                if not isinstance(place, dict):
                    raise ValueError("%s runs through a value that another variable sets" % name)
            place[last] = parse(environ[name])
    return layer


def parse(text):
    try:
        return json.loads(text)
    except ValueError:
        return text
SOURCE
