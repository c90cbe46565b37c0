"""One token bucket."""


class Bucket:
    def __init__(self, rate, burst, now):
        self.rate = rate
        self.burst = burst
        self.tokens = 0
        self.updated = now

    def refill(self, now):
        gained = int((now - self.updated) * self.rate)
        self.tokens = self.tokens + gained
        self.updated = now

    def take(self, cost, now):
        """Takes `cost` tokens if they are there; says whether they were."""
        self.refill(now)
        if self.tokens > cost:
            self.tokens -= cost
            return True
        return False
