import unittest

from courier.backoff import Backoff
from courier.queue import Queue
from courier.retry import Retryable


class Retries(unittest.TestCase):
    def setUp(self):
        self.now = 100.0

    def queue(self, random=None, **settings):
        return Queue(Backoff(**settings), lambda: self.now, *([random] if random else []))

    def failing(self, *errors):
        errors, calls = list(errors), []

        def send():
            calls.append(self.now)
            if errors:
                raise errors.pop(0)

        send.calls = calls
        return send

    def run_until_idle(self, queue):
        while queue.next_due() is not None:
            self.now = max(self.now, queue.next_due())
            self.assertGreater(queue.run_due(), 0)

    def test_times_of_attempts(self):
        queue, send = self.queue(first=1, factor=3, limit=5), self.failing(*[Retryable("busy")] * 3)
        delivery = queue.add(send)
        self.run_until_idle(queue)
        self.assertEqual((send.calls, delivery.state, delivery.error), ([100, 101, 104, 109], "done", None))

    def test_attempts_include_the_first(self):
        queue, send = self.queue(attempts=3), self.failing(*[Retryable("busy %d" % n) for n in range(9)])
        delivery = queue.add(send)
        self.run_until_idle(queue)
        self.assertEqual((len(send.calls), delivery.state, str(delivery.error)), (3, "failed", "busy 2"))

    def test_large_numbers(self):
        self.assertEqual(Backoff(limit=60.0).delay(5000), 60.0)

    def test_other_errors(self):
        queue = self.queue()
        broken, stopped = queue.add(self.failing(ValueError("x"))), self.failing(KeyboardInterrupt())
        queue.run_due()
        self.assertEqual(broken.state, "failed")
        delivery = queue.add(stopped)
        with self.assertRaises(KeyboardInterrupt):
            queue.run_due()
        self.assertEqual((delivery.state, delivery.due, delivery.failures, delivery.error), ("waiting", 100.0, 0, None))

    def test_wait_counts_from_the_attempt(self):
        queue = self.queue(first=10)
        delivery = queue.add(self.failing(Retryable("busy")))
        self.now = 150.0
        queue.run_due()
        self.assertEqual(delivery.due, 160.0)

    def test_after(self):
        queue = self.queue(lambda: 0.5, first=10, limit=20, jitter=0.5)
        long, short = queue.add(self.failing(Retryable("busy", after=90))), queue.add(self.failing(Retryable("busy", after=2)))
        queue.run_due()
        self.assertEqual((long.due, short.due), (190.0, 107.5))

    def test_give_up_after(self):
        queue, send = self.queue(first=1, factor=2, give_up_after=3), self.failing(*[Retryable("busy")] * 9)
        delivery = queue.add(send)
        self.run_until_idle(queue)
        self.assertEqual((send.calls, delivery.state), ([100, 101, 103], "failed"))

    def test_jitter(self):
        self.assertEqual(Backoff(first=8, jitter=0.25).delay(1, lambda: 0.5), 7.0)
        self.assertEqual(Backoff(first=8, jitter=0.25).delay(1), 8.0)
        for jitter in (-0.1, 1.1):
            with self.assertRaises(ValueError):
                Backoff(jitter=jitter)

    def test_order_and_additions_during_a_run(self):
        queue, seen = self.queue(first=5), []
        queue.add(self.failing(Retryable("busy")))
        queue.run_due()
        self.now = 105.0
        queue.add(lambda: (seen.append("b"), queue.add(lambda: seen.append("d"))))
        self.now = 104.0
        queue.add(lambda: seen.append("a"))
        self.now = 105.0
        queue.add(lambda: seen.append("c"))
        self.assertEqual((queue.run_due(), seen), (4, ["a", "b", "c"]))
        self.assertEqual((queue.next_due(), queue.run_due(), seen[3:], queue.next_due()), (105.0, 1, ["d"], None))
