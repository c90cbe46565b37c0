import unittest

from throttle.limiter import Limiter


class Clock:
    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


class LimiterTest(unittest.TestCase):
    def setUp(self):
        self.clock = Clock()

    def test_a_new_client_may_burst(self):
        limiter = Limiter(1, 3, self.clock)
        self.assertEqual([limiter.allow("a") for _ in range(4)], [True, True, True, False])

    def test_tokens_come_back(self):
        limiter = Limiter(1, 1, self.clock)
        limiter.allow("a")
        self.clock.now += 1
        self.assertTrue(limiter.allow("a"))

    def test_clients_do_not_share(self):
        limiter = Limiter(1, 1, self.clock)
        self.assertTrue(limiter.allow("a"))
        self.assertTrue(limiter.allow("b"))


if __name__ == "__main__":
    unittest.main()
