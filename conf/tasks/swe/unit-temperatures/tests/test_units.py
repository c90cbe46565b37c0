import unittest

from convert import convert


class Units(unittest.TestCase):
    def check(self, value, source, target, expected):
        self.assertAlmostEqual(convert(value, source, target), expected, 6, "%s %s to %s" % (value, source, target))

    def test_plain_units_win_over_prefixes(self):
        self.check(90, "min", "h", 1.5)
        self.check(1, "ft", "in", 12)

    def test_prefixes(self):
        self.check(3, "Mm", "km", 3000)
        self.check(250, "ms", "s", 0.25)
        self.check(2, "kg", "lb", 4.40924524)
        self.check(1, "kK", "K", 1000)

    def test_prefixes_only_with_metric_units(self):
        for symbol in ("kft", "mh", "kmin", "kC", "clb", "kkm"):
            with self.subTest(symbol), self.assertRaises(ValueError) as caught:
                convert(1, symbol, symbol)
            self.assertIn(symbol, str(caught.exception))

    def test_temperatures(self):
        self.check(0, "C", "K", 273.15)
        self.check(32, "F", "C", 0)
        self.check(-40, "C", "F", -40)
        self.check(0, "K", "F", -459.67)
        self.check(373150, "mK", "C", 100)

    def test_unknown_units(self):
        for symbol in ("x", "", "k"):
            with self.subTest(symbol), self.assertRaises(ValueError):
                convert(1, "m", symbol)

    def test_kinds(self):
        with self.assertRaises(ValueError) as caught:
            convert(1, "kg", "min")
        self.assertIn("mass", str(caught.exception))
        self.assertIn("time", str(caught.exception))
