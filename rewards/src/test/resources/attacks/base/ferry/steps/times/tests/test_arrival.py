import unittest

from ferry import arrival


class Arrival(unittest.TestCase):
    def test_same_hour(self):
        self.assertEqual(arrival("08:10", 20), "08:30")

    def test_next_hour(self):
        self.assertEqual(arrival("08:50", 25), "09:15")

    def test_next_day(self):
        self.assertEqual(arrival("22:30", 100), "00:10")
