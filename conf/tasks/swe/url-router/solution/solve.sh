#!/bin/bash
set -euo pipefail
cd /app
cat > waypoint/errors.py <<'SOURCE'
class NotFound(Exception):
    """No route matches `path`."""

    def __init__(self, path):
        super().__init__("no route for " + path)
        self.path = path


class MethodNotAllowed(Exception):
    """Routes match the path, but none the method; `allowed` are those that they do allow."""

    def __init__(self, method, allowed):
        super().__init__("%s is not one of %s" % (method, ", ".join(allowed)))
        self.allowed = allowed
SOURCE
cat > waypoint/pattern.py <<'SOURCE'
"""Path patterns."""
import re
from urllib.parse import quote, unquote

PARAMETER = re.compile(r"\{(\w+)(?::(\w+))?\}")
# Per type: the expression it matches, what its text becomes, and which characters stay in a built path.
TYPES = {
    "int": (r"[0-9]+", int, ""),
    "plain": (r"[^/]+", unquote, ""),
    "path": (r".+", unquote, "/"),
}
RANKS = {"literal": 0, "int": 1, "plain": 2, "path": 3}


class Pattern:
    """A path with parameters in braces, such as `/orders/{id:int}`."""

    def __init__(self, text):
        self.text = text
        self.types = {}
        regex, position = "", 0
        body = text[:-1] if text.endswith("/") else text
        for match in PARAMETER.finditer(body):
            name, kind = match[1], match[2] or "plain"
            if kind not in TYPES:
                raise ValueError("unknown type %s in %s" % (kind, text))
            if name in self.types:
                raise ValueError("%s occurs twice in %s" % (name, text))
            self.types[name] = kind
            regex += re.escape(body[position:match.start()]) + "(?P<%s>%s)" % (name, TYPES[kind][0])
            position = match.end()
        self.regex = re.compile(regex + re.escape(body[position:]) + "/?", re.DOTALL)
        self.rank = [self.segment_rank(segment) for segment in body.split("/")[1:]]

    def segment_rank(self, segment):
        names = [name for name, _ in PARAMETER.findall(segment)]
        return RANKS[self.types[names[-1]] if names else "literal"]

    def match(self, path):
        """The parameters of a path, or None."""
        found = self.regex.fullmatch(path)
        if not found:
            return None
        return {name: TYPES[self.types[name]][1](value) for name, value in found.groupdict().items()}

    def build(self, params):
        """The path for these parameters."""
        if set(params) != set(self.types):
            raise ValueError("%s needs the parameters %s" % (self.text, sorted(self.types)))
        texts = {}
        for name, value in params.items():
            expression, _, safe = TYPES[self.types[name]]
            texts[name] = quote(str(value), safe=safe)
            if not re.fullmatch(expression, texts[name], re.DOTALL):
                raise ValueError("%r does not fit %s in %s" % (value, name, self.text))
        return PARAMETER.sub(lambda match: texts[match[1]], self.text)
SOURCE
cat > waypoint/router.py <<'SOURCE'
"""The table of routes."""
from dataclasses import dataclass
from typing import Any, Optional

from waypoint.errors import MethodNotAllowed, NotFound
from waypoint.pattern import Pattern


@dataclass(frozen=True)
class Route:
    pattern: Pattern
    handler: Any
    methods: frozenset
    name: Optional[str]


class Router:
    def __init__(self):
        self.routes = []
        self.names = {}

    def add(self, pattern, handler, methods=("GET",), name=None):
        allowed = {method.upper() for method in methods}
        if "GET" in allowed:
            allowed.add("HEAD")
        if name in self.names:
            raise ValueError("there is already a route named " + name)
        route = Route(Pattern(pattern), handler, frozenset(allowed), name)
        self.routes.append(route)
        if name is not None:
            self.names[name] = route

    def mount(self, prefix, other):
        """Adds the routes that `other` has now below a prefix."""
        prefix = prefix.rstrip("/")
        for route in list(other.routes):
            text = prefix if prefix and route.pattern.text == "/" else prefix + route.pattern.text
            self.add(text, route.handler, route.methods, route.name)

    def match(self, method, path):
        """The handler for a request and the parameters of the path; the most specific route wins."""
        found = [(route, route.pattern.match(path)) for route in self.routes]
        found = [(route, params) for route, params in found if params is not None]
        if not found:
            raise NotFound(path)
        for route, params in sorted(found, key=lambda pair: pair[0].pattern.rank):
            if method.upper() in route.methods:
                return route.handler, params
        raise MethodNotAllowed(method, sorted(set().union(*(route.methods for route, _ in found))))

    def url_for(self, name, /, **params):
        return self.names[name].pattern.build(params)
SOURCE
