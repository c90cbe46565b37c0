import unittest

from throttle.limiter import Limiter
from throttle.middleware import limited


class Limits(unittest.TestCase):
    def setUp(self):
        self.now = 50.0

    def limiter(self, rate, burst):
        return Limiter(rate, burst, lambda: self.now)

    def test_burst_then_refusal(self):
        limiter = self.limiter(1, 3)
        self.assertEqual([limiter.allow("a") for _ in range(5)], [True] * 3 + [False] * 2)

    def test_never_more_than_burst(self):
        limiter = self.limiter(10, 2)
        limiter.allow("a")
        self.now += 100
        self.assertEqual([limiter.allow("a") for _ in range(3)], [True, True, False])

    def test_fractions_count(self):
        limiter, seen = self.limiter(0.5, 1), []
        for _ in range(6):
            seen.append(limiter.allow("a"))
            self.now += 1
        self.assertEqual(seen, [True, False] * 3)

    def test_cost(self):
        limiter = self.limiter(1, 5)
        self.assertTrue(limiter.allow("a", 5))
        self.now += 2
        self.assertFalse(limiter.allow("a", 3))
        self.assertTrue(limiter.allow("a", 2))

    def test_impossible_costs(self):
        limiter = self.limiter(1, 2)
        for call in (limiter.allow, limiter.wait_time):
            for cost in (3, -1):
                with self.assertRaises(ValueError):
                    call("a", cost)
        self.assertTrue(limiter.allow("a", 2))

    def test_wait_time(self):
        limiter = self.limiter(2, 4)
        self.assertEqual(limiter.wait_time("a", 4), 0)
        self.assertEqual(limiter.buckets, {})
        limiter.allow("a", 4)
        self.assertAlmostEqual(limiter.wait_time("a"), 0.5)
        self.assertAlmostEqual(limiter.wait_time("a", 3), 1.5)
        self.now += 0.5
        self.assertEqual(limiter.wait_time("a"), 0)
        self.assertTrue(limiter.allow("a"))

    def test_full_buckets_are_forgotten(self):
        limiter = self.limiter(1, 2)
        limiter.allow("a")
        limiter.allow("b", 2)
        self.now += 1
        limiter.allow("c", 0)
        self.assertEqual(list(limiter.buckets), ["b"])
        self.now += 5
        limiter.allow("d")
        self.assertEqual(list(limiter.buckets), ["d"])

    def test_retry_after(self):
        handle = limited(lambda request: (200, {}, "ok"), self.limiter(0.4, 1))
        self.assertEqual(handle({"client": "a"}), (200, {}, "ok"))
        self.assertEqual(handle({"client": "a"})[:2], (429, {"Retry-After": "3"}))
        self.now += 2.25
        self.assertEqual(handle({"client": "a"})[:2], (429, {"Retry-After": "1"}))
