"""Delays between attempts."""
from dataclasses import dataclass


@dataclass(frozen=True)
class Backoff:
    """The delay before the first retry is `first`; it grows by `factor` up to `limit`. At most `attempts` attempts."""

    first: float = 1.0
    factor: float = 2.0
    limit: float = 60.0
    attempts: int = 5

    def delay(self, failures):
        """Seconds to wait after that many failures (1 or more)."""
        return self.first * self.factor ** failures
