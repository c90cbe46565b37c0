#!/bin/bash
set -euo pipefail
cd /app
cat > courier/backoff.py <<'SOURCE'
"""Delays between attempts."""
from dataclasses import dataclass
from typing import Optional


@dataclass(frozen=True)
class Backoff:
    """The delay before the first retry is `first`; it grows by `factor` up to `limit`. At most `attempts` attempts.

    No attempt is made later than `give_up_after` seconds after the beginning. `jitter` is the share by which
    delays may be shortened.
    """

    first: float = 1.0
    factor: float = 2.0
    limit: float = 60.0
    attempts: int = 5
    give_up_after: Optional[float] = None
    jitter: float = 0.0

    def __post_init__(self):
        if not 0 <= self.jitter <= 1:
            raise ValueError("jitter is a share between 0 and 1: %s" % self.jitter)

    def delay(self, failures, random=None):
        """Seconds to wait after that many failures (1 or more), shortened by jitter if `random` is given."""
        try:
            delay = min(self.limit, self.first * self.factor ** (failures - 1))
        except OverflowError:
            delay = self.limit
        return delay * (1 - self.jitter * random()) if random else delay
SOURCE
cat > courier/retry.py <<'SOURCE'
"""One delivery."""


class Retryable(Exception):
    """A failure that may go away; `after` seconds is when the receiver asked to be tried again, or None."""

    def __init__(self, message, after=None):
        super().__init__(message)
        self.after = after


class Delivery:
    """States: waiting, done, failed."""

    def __init__(self, send, backoff, now, random=None):
        self.send = send
        self.backoff = backoff
        self.random = random
        self.added = now
        self.due = now
        self.failures = 0
        self.state = "waiting"
        self.error = None

    def attempt(self, now):
        """Sends once. An error that is no Exception passes through and changes nothing."""
        try:
            self.send()
        except Retryable as error:
            self.fail(error)
            self.plan(now, error)
        except Exception as error:
            self.fail(error)
            self.state = "failed"
        else:
            self.state, self.error = "done", None

    def fail(self, error):
        self.error = error
        self.failures += 1

    def plan(self, now, error):
        """Sets the time of the next attempt, or gives up."""
        due = now + max(self.backoff.delay(self.failures, self.random), error.after or 0)
        too_late = self.backoff.give_up_after is not None and due > self.added + self.backoff.give_up_after
        if self.failures >= self.backoff.attempts or too_late:
            self.state = "failed"
        else:
            self.due = due
SOURCE
cat > courier/queue.py <<'SOURCE'
"""Many deliveries."""
import random as randomness

from courier.retry import Delivery


class Queue:
    def __init__(self, backoff, clock, random=randomness.random):
        self.backoff = backoff
        self.clock = clock
        self.random = random
        self.deliveries = []

    def add(self, send):
        delivery = Delivery(send, self.backoff, self.clock(), self.random)
        self.deliveries.append(delivery)
        return delivery

    def run_due(self):
        """Makes one attempt of each delivery that is due; says how many."""
        now = self.clock()
        due = [delivery for delivery in self.waiting() if delivery.due <= now]
        for delivery in sorted(due, key=lambda delivery: delivery.due):
            delivery.attempt(now)
        self.deliveries = self.waiting()
        return len(due)

    def next_due(self):
        """The earliest time at which something is due, or None."""
        return min((delivery.due for delivery in self.waiting()), default=None)

    def waiting(self):
        return [delivery for delivery in self.deliveries if delivery.state == "waiting"]
SOURCE
