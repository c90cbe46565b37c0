"""One delivery."""


class Retryable(Exception):
    """A failure that may go away; `after` seconds is when the receiver asked to be tried again, or None."""

    def __init__(self, message, after=None):
        super().__init__(message)
        self.after = after


class Delivery:
    """States: waiting, done, failed."""

    def __init__(self, send, backoff, now):
        self.send = send
        self.backoff = backoff
        self.due = now
        self.failures = 0
        self.state = "waiting"
        self.error = None

    def attempt(self, now):
        try:
            self.send()
            self.state = "done"
        except Exception as error:
            self.error = error
            self.failures += 1
            if self.failures > self.backoff.attempts:
                self.state = "failed"
            else:
                self.due = self.due + self.backoff.delay(self.failures)
