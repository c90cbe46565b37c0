import unittest

from linediff import diff


class DiffTest(unittest.TestCase):
    def test_equal_texts(self):
        self.assertEqual(diff("a\n", "a\n"), "")

    def test_changed_line(self):
        self.assertEqual(diff("a\nb\nc\n", "a\nx\nc\n"),
                         "--- old\n+++ new\n@@ -1,3 +1,3 @@\n a\n-b\n+x\n c\n")

    def test_appended_line(self):
        self.assertEqual(diff("a\n", "a\nb\n"), "--- old\n+++ new\n@@ -1 +1,2 @@\n a\n+b\n")

    def test_near_changes_share_a_hunk(self):
        old = "".join("%d\n" % n for n in range(10))
        self.assertEqual(diff(old, old.replace("3", "x").replace("6", "y")).count("@@ "), 1)


if __name__ == "__main__":
    unittest.main()
