import unittest

from ferry import fare


class Fares(unittest.TestCase):
    def test_vehicles(self):
        self.assertEqual(fare(1, 2), 34)
