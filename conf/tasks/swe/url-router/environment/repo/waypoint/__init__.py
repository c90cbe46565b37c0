from waypoint.errors import MethodNotAllowed, NotFound
from waypoint.router import Router

__all__ = ["MethodNotAllowed", "NotFound", "Router"]
