import unittest

from depot.errors import Refused
from depot.service import Depot


class DepotTest(unittest.TestCase):
    def setUp(self):
        self.depot = Depot(hold_minutes=30)
        self.depot.receive("bolt", "A1", 10, now=0)

    def test_ship(self):
        self.depot.order("o1", {"bolt": 4}, now=1)
        self.assertEqual(self.depot.ship("o1", now=2), [("bolt", "A1", 4)])
        self.assertEqual(self.depot.stock.on_hand("bolt"), 6)

    def test_an_order_reserves(self):
        self.depot.order("o1", {"bolt": 7}, now=1)
        with self.assertRaises(Refused):
            self.depot.order("o2", {"bolt": 4}, now=2)
        self.assertEqual(self.depot.available("bolt", now=2), 3)

    def test_reservations_expire(self):
        self.depot.order("o1", {"bolt": 7}, now=1)
        self.assertEqual(self.depot.available("bolt", now=31), 10)

    def test_cancel(self):
        self.depot.order("o1", {"bolt": 7}, now=1)
        self.depot.cancel("o1", now=5)
        self.assertEqual(self.depot.available("bolt", now=5), 10)


if __name__ == "__main__":
    unittest.main()
