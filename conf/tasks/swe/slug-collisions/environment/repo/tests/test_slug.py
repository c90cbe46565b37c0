import unittest

from pressroom.index import ArticleIndex
from pressroom.slug import slugify


class SlugTest(unittest.TestCase):
    def test_plain(self):
        self.assertEqual(slugify("Hello World"), "hello-world")

    def test_punctuation(self):
        self.assertEqual(slugify("What's new -- in 2.0?"), "what-s-new-in-2-0")

    def test_accents(self):
        self.assertEqual(slugify("Über uns"), "uber-uns")

    def test_three_of_a_kind(self):
        index = ArticleIndex()
        self.assertEqual([index.add("News") for _ in range(3)], ["news", "news-2", "news-3"])


if __name__ == "__main__":
    unittest.main()
