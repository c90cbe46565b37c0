import json
import unittest

from depot.errors import Refused
from depot.report import stock_list
from depot.service import Depot


class Base(unittest.TestCase):
    def setUp(self):
        self.depot = Depot(hold_minutes=30)
        self.depot.receive("nut", "B1", 5, now=0)
        self.depot.receive("bolt", "A1", 10, now=0)

    def refused(self, function, *args, **kwargs):
        before = self.depot.log.dump()
        with self.assertRaises(Refused) as caught:
            function(*args, **kwargs)
        self.assertEqual(self.depot.log.dump(), before)
        return str(caught.exception)

    def kinds(self):
        return [(e["kind"], e["at"]) for e in self.depot.log.entries[2:]]


class Orders(Base):
    def test_reserving(self):
        self.depot.order("o1", {"bolt": 7}, now=1)
        self.assertEqual([self.depot.available(a, now=1) for a in ("bolt", "nut", "cog")], [3, 5, 0])
        self.assertEqual(self.refused(self.depot.order, "o2", {"nut": 6, "bolt": 4, "cog": 1}, now=2),
                         "bolt: 4 wanted, 3 available; cog: 1 wanted, 0 available; nut: 6 wanted, 5 available")
        self.depot.order("o2", {"bolt": 3}, now=2)
        self.assertEqual(self.depot.available("bolt", now=2), 0)

    def test_invalid_orders(self):
        self.depot.order("o1", {"bolt": 1}, now=1)
        self.assertEqual(self.refused(self.depot.order, "o1", {"bolt": 99}, now=1), "order o1 exists already")
        for lines in ({}, {"bolt": 0}, {"bolt": -1}, {"bolt": 1.0}, {"bolt": 1, "nut": "1"}, {"bolt": True}):
            self.assertEqual(self.refused(self.depot.order, "o1", lines, now=1), "order o1 has no valid lines")

    def test_lines_are_copied(self):
        lines = {"bolt": 2}
        self.depot.order("o1", lines, now=1)
        lines["bolt"] = 9
        self.assertEqual(self.depot.available("bolt", now=1), 8)
        self.assertEqual(json.loads(self.depot.log.dump().splitlines()[2])["lines"], {"bolt": 2})

    def test_states(self):
        for number in ("o1", "o2", "o3", "o4"):
            self.depot.order(number, {"bolt": 1}, now=1)
        self.depot.ship("o1", now=2)
        self.depot.cancel("o2", now=2)
        self.depot.extend("o4", now=20)
        self.assertEqual([self.depot.state("o%d" % n, now=30) for n in (1, 2, 3, 4)], ["shipped", "cancelled", "open", "open"])
        self.assertEqual([self.depot.state("o%d" % n, now=31) for n in (1, 2, 3, 4)], ["shipped", "cancelled", "expired", "open"])
        self.assertEqual(self.depot.state("o4", now=50), "expired")
        self.assertEqual(self.refused(self.depot.ship, "o3", now=51), "order o3 is expired")
        self.assertEqual(self.refused(self.depot.cancel, "o1", now=51), "order o1 is shipped")
        self.assertEqual(self.refused(self.depot.extend, "o2", now=51), "order o2 is cancelled")
        self.assertEqual(self.refused(self.depot.state, "o9", now=51), "no order o9")


class Picking(Base):
    def test_smallest_shelves_first(self):
        for shelf, quantity in (("A3", 2), ("A2", 2), ("A0", 4)):
            self.depot.receive("bolt", shelf, quantity, now=0)
        self.depot.order("o1", {"nut": 5, "bolt": 7}, now=1)
        self.assertEqual(self.depot.ship("o1", now=2), [("bolt", "A2", 2), ("bolt", "A3", 2), ("bolt", "A0", 3), ("nut", "B1", 5)])
        self.assertEqual(self.depot.stock.shelves, {"bolt": {"A1": 10, "A0": 1}})

    def test_stock_refuses(self):
        stock = self.depot.stock
        for quantity in (0, -1, 1.5, True):
            self.assertEqual(self.refused(self.depot.receive, "bolt", "A1", quantity, now=1), "invalid quantity: %s" % quantity)
            self.assertEqual(self.refused(stock.remove, "bolt", "A1", quantity), "invalid quantity: %s" % quantity)
        self.assertEqual(self.refused(stock.remove, "bolt", "A1", 11), "A1 has 10 of bolt")
        self.assertEqual(self.refused(stock.remove, "cog", "A1", 1), "A1 has 0 of cog")
        self.assertEqual(stock.shelves, {"nut": {"B1": 5}, "bolt": {"A1": 10}})


class Events(Base):
    def test_expiries_are_logged_once_in_order(self):
        self.depot.order("o2", {"bolt": 1}, now=1)
        self.depot.order("o3", {"bolt": 1}, now=3)
        self.depot.order("o1", {"bolt": 1}, now=3)
        self.depot.cancel("o3", now=4)
        self.depot.receive("bolt", "A1", 1, now=40)
        self.depot.available("bolt", now=41)
        self.assertEqual(self.kinds(), [("ordered", 1), ("ordered", 3), ("ordered", 3), ("cancelled", 4), ("expired", 31), ("expired", 33), ("received", 40)])
        self.assertEqual([e["number"] for e in self.depot.log.entries if e["kind"] == "expired"], ["o2", "o1"])

    def test_replay(self):
        self.depot.order("o1", {"bolt": 3, "nut": 1}, now=1)
        self.depot.order("o2", {"bolt": 2}, now=2)
        self.depot.order("o4", {"bolt": 1}, now=2)
        self.depot.ship("o1", now=5)
        self.depot.extend("o2", now=20)
        self.depot.cancel("o4", now=21)
        self.depot.order("o3", {"bolt": 1}, now=45)
        self.depot.available("bolt", now=50)
        text = self.depot.log.dump()
        again = Depot.replay(text, hold_minutes=30)
        self.assertEqual((again.log.dump(), again.stock.shelves), (text, self.depot.stock.shelves))
        self.assertEqual([again.state("o%d" % n, now=60) for n in (1, 2, 3, 4)], ["shipped", "expired", "open", "cancelled"])
        self.assertEqual(again.available("bolt", now=60), 6)

    def test_dump_sorts_keys(self):
        self.assertEqual(self.depot.log.dump().splitlines()[0], '{"article": "nut", "at": 0, "kind": "received", "quantity": 5, "shelf": "B1"}')


class Report(Base):
    def test_list(self):
        self.depot.order("o1", {"bolt": 7}, now=1)
        self.assertEqual(stock_list(self.depot, now=2), "article        hand    res  avail\nbolt             10      7      3\n"
                         "nut               5      0      5\n")
        self.assertIn("bolt             10      0     10\n", stock_list(self.depot, now=31))
