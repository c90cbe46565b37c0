"""The limiter in front of a request handler."""


def limited(handler, limiter):
    """Wraps `handler(request)`; a request is a dict with a `client`, a response a (status, headers, body)."""

    def handle(request):
        if limiter.allow(request["client"]):
            return handler(request)
        return 429, {}, "too many requests"

    return handle
