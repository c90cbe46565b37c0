import unittest

from convert import convert


class ConvertTest(unittest.TestCase):
    def test_length(self):
        self.assertAlmostEqual(convert(5, "km", "mi"), 3.106856, 5)

    def test_minutes_are_not_milli_inches(self):
        self.assertAlmostEqual(convert(90, "min", "h"), 1.5)

    def test_temperature(self):
        self.assertAlmostEqual(convert(100, "C", "F"), 212)

    def test_kinds_do_not_mix(self):
        with self.assertRaises(ValueError):
            convert(1, "kg", "m")


if __name__ == "__main__":
    unittest.main()
