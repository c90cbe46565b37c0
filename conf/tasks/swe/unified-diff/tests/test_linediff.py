import unittest

from linediff import diff


def body(old, new, context=3):
    return diff(old, new, context=context).split("\n", 2)[2] if old != new else diff(old, new)


def numbers(*replaced, size=30):
    return "".join("%s\n" % ("x%d" % n if n in replaced else n) for n in range(1, size + 1))


class Diff(unittest.TestCase):
    def test_names_and_equality(self):
        self.assertEqual(diff("a\n", "a\n"), "")
        self.assertTrue(diff("a\n", "b\n", "one", "two").startswith("--- one\n+++ two\n@@ -1 +1 @@\n-a\n+b\n"))

    def test_rest_of_either_side(self):
        self.assertEqual(body("a\nb\nc\n", "a\n"), "@@ -1,3 +1 @@\n a\n-b\n-c\n")
        self.assertEqual(body("a\n", "b\na\nc\nd\n"), "@@ -1 +1,4 @@\n+b\n a\n+c\n+d\n")

    def test_empty_sides(self):
        self.assertEqual(body("", "a\nb\n"), "@@ -0,0 +1,2 @@\n+a\n+b\n")
        self.assertEqual(body("a\n", ""), "@@ -1 +0,0 @@\n-a\n")

    def test_line_numbers_in_the_middle(self):
        self.assertTrue(body(numbers(), numbers(20)).startswith("@@ -17,7 +17,7 @@\n 17\n 18\n 19\n-20\n+x20\n"))

    def test_six_lines_between_share_a_hunk_and_seven_do_not(self):
        self.assertEqual(body(numbers(), numbers(10, 17)).count("@@ -"), 1)
        self.assertTrue(body(numbers(), numbers(10, 17)).startswith("@@ -7,14 +7,14 @@\n"))
        self.assertEqual(body(numbers(), numbers(10, 18)).count("@@ -"), 2)

    def test_no_context(self):
        self.assertEqual(body("a\nb\n", "a\nx\nb\n", 0), "@@ -1,0 +2 @@\n+x\n")
        self.assertEqual(body("a\nb\nc\n", "a\nc\n", 0), "@@ -2 +1,0 @@\n-b\n")
        self.assertEqual(body("a\nb\nc\n", "x\nb\ny\n", 0).count("@@ -"), 2)

    def test_missing_line_ends(self):
        mark = "\\ No newline at end of file\n"
        self.assertEqual(body("a", "a\n"), "@@ -1 +1 @@\n-a\n" + mark + "+a\n")
        self.assertEqual(body("a\nb", "x\nb"), "@@ -1,2 +1,2 @@\n-a\n+x\n b\n" + mark)
        self.assertEqual(body("a", "b"), "@@ -1 +1 @@\n-a\n" + mark + "+b\n" + mark)

    def test_deletions_come_first(self):
        self.assertEqual(body("a\nb\nk\n", "c\nd\nk\n"), "@@ -1,3 +1,3 @@\n-a\n-b\n+c\n+d\n k\n")

    def test_only_newlines_end_lines(self):
        self.assertEqual(body("a\x0cb\rc\n", "a\x0cb\rd\n"), "@@ -1 +1 @@\n-a\x0cb\rc\n+a\x0cb\rd\n")
