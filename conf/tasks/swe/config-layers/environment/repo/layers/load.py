"""Loading of all layers."""
import json

from layers.environment import overrides
from layers.merge import merge


def load(paths, environ=None, prefix=None):
    config = {}
    for path in paths:
        with open(path, encoding="utf-8") as file:
            config = merge(config, json.load(file))
    if prefix:
        config = merge(config, overrides(environ or {}, prefix))
    return config
