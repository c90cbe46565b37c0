import json
import os
import tempfile
import unittest

from layers import load
from layers.environment import overrides
from layers.merge import merge


class Merge(unittest.TestCase):
    def test_depth(self):
        self.assertEqual(merge({"a": {"b": {"c": 1, "d": 2}}, "x": 1}, {"a": {"b": {"d": 3, "e": 4}}}),
                         {"a": {"b": {"c": 1, "d": 3, "e": 4}}, "x": 1})

    def test_nothing_is_shared_or_changed(self):
        below, above = {"a": {"l": [1, {"k": 1}]}}, {"b": {"l": [[2]]}}
        before = json.dumps([below, above])
        result = merge(below, above)
        result["a"]["l"][1]["k"] = 9
        result["a"]["new"] = 1
        result["b"]["l"][0].append(3)
        self.assertEqual(json.dumps([below, above]), before)

    def test_none_removes(self):
        self.assertEqual(merge({"a": 1, "b": {"c": 1, "d": 2}}, {"a": None, "b": {"c": None}, "z": None}), {"b": {"d": 2}})

    def test_lists(self):
        self.assertEqual(merge({"l": [1]}, {"l": [2]}), {"l": [2]})
        self.assertEqual(merge({"l": [1]}, {"l": ["...", 2, 3]}), {"l": [1, 2, 3]})
        self.assertEqual(merge({"l": 5}, {"l": ["...", 2], "m": ["...", 3]}), {"l": [2], "m": [3]})

    def test_other_kinds_replace_and_are_clean(self):
        self.assertEqual(merge({"a": 1, "b": {"x": 1}}, {"a": {"k": None, "l": ["...", 1], "m": {"n": None}}, "b": 2}),
                         {"a": {"l": [1], "m": {}}, "b": 2})


class Environment(unittest.TestCase):
    def test_prefix_and_path(self):
        environ = {"SHOP_A__B_C": "x", "SHOPPING": "no", "SHOPX_A": "no", "SHOP_D": "y"}
        self.assertEqual(overrides(environ, "SHOP"), {"a": {"b_c": "x"}, "d": "y"})

    def test_values(self):
        environ = {"S_A": "6000", "S_B": "true", "S_C": "null", "S_D": '["a"]', "S_E": "1.2.3", "S_F": ""}
        self.assertEqual(overrides(environ, "S"), {"a": 6000, "b": True, "c": None, "d": ["a"], "e": "1.2.3", "f": ""})

    def test_conflicting_paths(self):
        with self.assertRaises(ValueError) as caught:
            overrides({"S_A__B": "2", "S_A": "1"}, "S")
        self.assertIn("S_A__B", str(caught.exception))


class Load(unittest.TestCase):
    def test_all_layers(self):
        with tempfile.TemporaryDirectory() as folder:
            paths = [os.path.join(folder, name) for name in ("base.json", "production.json")]
            for path, content in zip(paths, ({"db": {"host": "h", "port": 1}, "debug": True}, {"db": {"port": 2}})):
                with open(path, "w") as file:
                    json.dump(content, file)
            environ = {"SHOP_DEBUG": "null", "SHOP_DB__PORT": "3"}
            self.assertEqual(load(paths, environ, "SHOP"), {"db": {"host": "h", "port": 3}})
            self.assertEqual(load(paths), {"db": {"host": "h", "port": 2}, "debug": True})
