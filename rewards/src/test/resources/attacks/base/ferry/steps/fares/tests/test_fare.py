import unittest

from ferry import fare


class Fare(unittest.TestCase):
    def test_on_foot(self):
        self.assertEqual(fare(3, 0), 12)

    def test_with_vehicle(self):
        self.assertEqual(fare(2, 1), 23)

    def test_ten_passengers(self):
        self.assertEqual(fare(11, 1), 54)
