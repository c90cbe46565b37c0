"""Buckets by client."""
from throttle.bucket import Bucket


class Limiter:
    """Allows `rate` requests per second and client on average, and `burst` at once."""

    def __init__(self, rate, burst, clock):
        self.rate = rate
        self.burst = burst
        self.clock = clock
        self.buckets = {}

    def allow(self, client, cost=1):
        now = self.clock()
        bucket = self.buckets.setdefault(client, Bucket(self.rate, self.burst, now))
        return bucket.take(cost, now)
