"""The table of routes."""
from waypoint.errors import NotFound
from waypoint.pattern import Pattern


class Router:
    def __init__(self):
        self.routes = []

    def add(self, pattern, handler):
        self.routes.append((Pattern(pattern), handler))

    def match(self, method, path):
        """The handler for a request and the parameters of the path."""
        for pattern, handler in self.routes:
            params = pattern.match(path)
            if params is not None:
                return handler, params
        raise NotFound(path)
