import unittest

from sessioncache import LruCache, SessionStore


def filled(*keys, capacity=3, **kwargs):
    cache = LruCache(capacity, **kwargs)
    for key in keys:
        cache.put(key, key.upper())
    return cache


class Cache(unittest.TestCase):
    def test_get_refreshes(self):
        cache = filled("a", "b", "c")
        self.assertEqual(cache.get("a"), "A")
        self.assertEqual(cache.keys(), ["b", "c", "a"])

    def test_get_refreshes_false_values(self):
        cache = LruCache(3)
        for key, value in (("none", None), ("zero", 0), ("x", 1)):
            cache.put(key, value)
        self.assertIsNone(cache.get("none", "default"))
        self.assertEqual(cache.get("zero", "default"), 0)
        self.assertEqual(cache.keys(), ["x", "none", "zero"])

    def test_peek_does_not_refresh(self):
        cache = filled("a", "b")
        self.assertEqual(cache.peek("a"), "A")
        self.assertEqual(cache.keys(), ["a", "b"])

    def test_missing_key(self):
        cache = filled("a", "b")
        self.assertEqual(cache.get("z", 7), 7)
        self.assertIsNone(cache.get("z"))
        self.assertEqual(cache.keys(), ["a", "b"])

    def test_overwriting_refreshes_and_evicts_nothing(self):
        dropped = []
        cache = filled("a", "b", "c", on_evict=lambda *entry: dropped.append(entry))
        cache.put("a", "new")
        self.assertEqual((cache.keys(), cache.peek("a"), dropped), (["b", "c", "a"], "new", []))

    def test_evicted_entry_is_gone_and_new_one_there(self):
        seen = []
        cache = LruCache(2, lambda key, value: seen.append((key, value, cache.keys())))
        for key in "abcd":
            cache.put(key, key.upper())
        self.assertEqual(seen, [("a", "A", ["b", "c"]), ("b", "B", ["c", "d"])])


class Store(unittest.TestCase):
    def test_touch_counts_and_keeps_alive(self):
        store = SessionStore(2)
        store.open("t1", "ada")
        store.open("t2", "bob")
        self.assertEqual(store.touch("t1"), {"user": "ada", "hits": 1})
        self.assertEqual(store.touch("t1"), {"user": "ada", "hits": 2})
        store.open("t3", "cy")
        self.assertEqual(store.evicted, ["t2"])
        self.assertIsNone(store.touch("t2"))
