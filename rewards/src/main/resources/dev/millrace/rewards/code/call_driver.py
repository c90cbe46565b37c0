"""Calls one function of a module and writes what it returned.

Reads one JSON object: path, name, arguments, nonce. Writes one line: the nonce and JSON, either
{"result": ...} or {"error": ...}. What the module itself writes goes to standard error.
"""

import json
import os
import sys

order = json.load(sys.stdin)
channel = os.dup(1)
os.dup2(2, 1)

# What submissions for this form of task are used to find imported.
STARRED = ("typing", "bisect", "collections", "functools", "heapq", "itertools", "math")
NAMED = ("copy", "datetime", "json", "operator", "random", "re", "statistics", "string", "sys")


def load(path):
    space = {"__name__": "solution", "__file__": path}
    for name in STARRED:
        exec("from " + name + " import *", space)
    for name in STARRED + NAMED:
        space[name] = __import__(name)
    sys.path.insert(0, os.path.dirname(path))
    with open(path, encoding="utf-8") as file:
        exec(compile(file.read(), path, "exec"), space)
    return space


def find(space, name):
    if callable(space.get(name)):
        return space[name]
    if hasattr(space.get("Solution"), name):
        return getattr(space["Solution"](), name)
    raise NameError("there is no function " + name + " and no Solution." + name)


def run():
    try:
        result = find(load(order["path"]), order["name"])(*order["arguments"])
        return json.dumps({"result": result})
    except BaseException as error:
        return json.dumps({"error": (type(error).__name__ + ": " + str(error))[:300]})


answer = run()
with os.fdopen(channel, "w", encoding="utf-8") as out:
    out.write(order["nonce"] + " " + answer + "\n")
