import unittest

from sessioncache import LruCache


class LruCacheTest(unittest.TestCase):
    def test_oldest_goes_first(self):
        cache = LruCache(2)
        for key in "abc":
            cache.put(key, key.upper())
        self.assertEqual(cache.keys(), ["b", "c"])

    def test_reading_keeps_an_entry(self):
        cache = LruCache(2)
        cache.put("a", 1)
        cache.put("b", 2)
        cache.get("a")
        cache.put("c", 3)
        self.assertEqual(cache.keys(), ["a", "c"])

    def test_overwriting_evicts_nothing(self):
        cache = LruCache(2)
        cache.put("a", 1)
        cache.put("b", 2)
        cache.put("b", 3)
        self.assertEqual(cache.keys(), ["a", "b"])


if __name__ == "__main__":
    unittest.main()
