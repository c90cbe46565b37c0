import unittest

from pressroom.index import ArticleIndex
from pressroom.slug import slugify


class Slugs(unittest.TestCase):
    def test_hyphens(self):
        self.assertEqual([slugify(t) for t in ("  A -- b!", "a_b", "1.5 %")], ["a-b", "a-b", "1-5"])

    def test_accents(self):
        self.assertEqual([slugify(t) for t in ("Crème brûlée", "STRASSE Straße", "Smørrebrød & Æbler", "İzmir")],
                         ["creme-brulee", "strasse-strasse", "smorrebrod-aebler", "izmir"])

    def test_nothing_left(self):
        self.assertEqual([slugify(t) for t in ("", "!?", "日本")], ["untitled"] * 3)

    def test_length(self):
        self.assertEqual(slugify("word " * 12), "-".join(["word"] * 12))
        self.assertEqual(slugify("word " * 13), "-".join(["word"] * 12))
        self.assertEqual(slugify("x" * 61 + " y"), "x" * 60)
        self.assertEqual(slugify("a " + "x" * 59), "a")
        self.assertEqual(slugify("a " + "x" * 58), "a-" + "x" * 58)


class Index(unittest.TestCase):
    def test_numbers(self):
        index = ArticleIndex()
        self.assertEqual([index.add(t) for t in ("News", "News 2", "News", "news!", "News 2")],
                         ["news", "news-2", "news-3", "news-4", "news-2-2"])
        self.assertEqual(len(index.articles), 5)
