import unittest

from mdtable import format_table, tidy


class TablesTest(unittest.TestCase):
    def test_simple(self):
        self.assertEqual(format_table([["a", "bb"], ["ccc", "d"]]), "| a   | bb |\n|-----|----|\n| ccc | d  |\n")

    def test_right(self):
        self.assertEqual(format_table([["a"], ["ccc"]], "r"), "|   a |\n|----:|\n| ccc |\n")

    def test_pipe_in_a_cell(self):
        self.assertIn("| a\\|b |", format_table([["x"], ["a|b"]]))

    def test_tidy_keeps_alignment(self):
        self.assertEqual(tidy("|a|\n|:-:|\n|bbb|\n"), "|  a  |\n|:---:|\n| bbb |\n")


if __name__ == "__main__":
    unittest.main()
