import unittest

from layers.environment import overrides
from layers.merge import merge


class MergeTest(unittest.TestCase):
    def test_nested_keys_stay(self):
        below = {"database": {"host": "localhost", "port": 5432}}
        self.assertEqual(merge(below, {"database": {"port": 6000}}), {"database": {"host": "localhost", "port": 6000}})

    def test_inputs_stay_as_they_are(self):
        below = {"a": 1}
        merge(below, {"b": 2})
        self.assertEqual(below, {"a": 1})


class EnvironmentTest(unittest.TestCase):
    def test_nested_name(self):
        self.assertEqual(overrides({"SHOP_DATABASE__HOST": "db", "HOME": "/"}, "SHOP"), {"database": {"host": "db"}})


if __name__ == "__main__":
    unittest.main()
