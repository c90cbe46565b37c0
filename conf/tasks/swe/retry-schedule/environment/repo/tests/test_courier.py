import unittest

from courier.backoff import Backoff
from courier.queue import Queue
from courier.retry import Retryable


class Sender:
    """Fails with the errors given, then succeeds."""

    def __init__(self, *errors):
        self.errors = list(errors)
        self.calls = 0

    def __call__(self):
        self.calls += 1
        if self.errors:
            raise self.errors.pop(0)


class CourierTest(unittest.TestCase):
    def setUp(self):
        self.now = 100.0
        self.queue = Queue(Backoff(), lambda: self.now)

    def test_first_attempt_is_due_at_once(self):
        delivery = self.queue.add(Sender())
        self.assertEqual((self.queue.run_due(), delivery.state), (1, "done"))

    def test_delays(self):
        self.assertEqual([Backoff().delay(n) for n in (1, 2, 3, 10)], [1.0, 2.0, 4.0, 60.0])

    def test_other_errors_are_final(self):
        delivery = self.queue.add(Sender(ValueError("no such hook")))
        self.queue.run_due()
        self.assertEqual(delivery.state, "failed")

    def test_done_is_done(self):
        sender = Sender()
        self.queue.add(sender)
        self.queue.run_due()
        self.queue.run_due()
        self.assertEqual(sender.calls, 1)


if __name__ == "__main__":
    unittest.main()
