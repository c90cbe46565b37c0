#!/bin/bash
set -euo pipefail
cd /app
cat > throttle/bucket.py <<'SOURCE'
"""One token bucket."""


class Bucket:
    def __init__(self, rate, burst, now):
        self.rate = rate
        self.burst = burst
        self.tokens = burst
        self.updated = now

    def refill(self, now):
        self.tokens = min(self.burst, self.tokens + (now - self.updated) * self.rate)
        self.updated = now

    def take(self, cost, now):
        """Takes `cost` tokens if they are there; says whether they were."""
        wait = self.wait_time(cost, now)
        if wait == 0:
            self.tokens -= cost
        return wait == 0

    def wait_time(self, cost, now):
        """Seconds until `cost` tokens are there."""
        if not 0 <= cost <= self.burst:
            raise ValueError("cost %s is not within 0 and the burst of %s" % (cost, self.burst))
        self.refill(now)
        return max(0, cost - self.tokens) / self.rate

    def is_full(self, now):
        self.refill(now)
        return self.tokens >= self.burst
SOURCE
cat > throttle/limiter.py <<'SOURCE'
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
        bucket = self.bucket(client, now)
        allowed = bucket.take(cost, now)
        self.buckets[client] = bucket
        self.buckets = {name: kept for name, kept in self.buckets.items() if not kept.is_full(now)}
        return allowed

    def wait_time(self, client, cost=1):
        """Seconds until `allow` would succeed; takes nothing."""
        now = self.clock()
        return self.bucket(client, now).wait_time(cost, now)

    def bucket(self, client, now):
        return self.buckets.get(client) or Bucket(self.rate, self.burst, now)
SOURCE
cat > throttle/middleware.py <<'SOURCE'
"""The limiter in front of a request handler."""
import math


def limited(handler, limiter):
    """Wraps `handler(request)`; a request is a dict with a `client`, a response a (status, headers, body)."""

    def handle(request):
        if limiter.allow(request["client"]):
            return handler(request)
        seconds = max(1, math.ceil(limiter.wait_time(request["client"])))
        return 429, {"Retry-After": str(seconds)}, "too many requests"

    return handle
SOURCE
