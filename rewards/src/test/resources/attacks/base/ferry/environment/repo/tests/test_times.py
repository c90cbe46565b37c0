import unittest

from ferry import arrival


class Times(unittest.TestCase):
    def test_past_midnight(self):
        self.assertEqual(arrival("23:50", 25), "00:15")
