import unittest

from mdtable import format_table, tidy
from mdtable.parse import parse_table


class Format(unittest.TestCase):
    def test_alignments(self):
        rows = [["left", "right", "mid", "none"], ["a", "b", "c", "d"]]
        self.assertEqual(format_table(rows, "lrc").splitlines(), [
            "| left | right | mid | none |", "|:-----|------:|:---:|------|", "| a    |     b |  c  | d    |"])

    def test_centre(self):
        self.assertEqual(format_table([["abcd"], ["x"]], "c"), "| abcd |\n|:----:|\n|  x   |\n")
        self.assertEqual(format_table([["x"]], "c"), "|  x  |\n|:---:|\n")

    def test_unknown_letter(self):
        with self.assertRaises(ValueError):
            format_table([["a"]], "x")

    def test_wide_and_combining(self):
        self.assertEqual(format_table([["螺母"], ["e\u0301"], ["abc"]]).splitlines(),
                         ["| 螺母 |", "|------|", "| e\u0301    |", "| abc  |"])

    def test_ragged_rows_and_line_breaks(self):
        self.assertEqual(format_table([["a", ""], ["b"], ["c\nd", "e", "f"]]).splitlines(),
                         ["| a   |   |", "|-----|---|", "| b   |   |", "| c d | e |"])


class Parse(unittest.TestCase):
    def test_pipes(self):
        self.assertEqual(parse_table(["| a \\| b | c |", "|---|:-:|", "| \\|\\| | |"]), ([["a | b", "c"], ["||", ""]], "-c"))

    def test_alignments(self):
        self.assertEqual(parse_table(["|a|b|c|d|", "|:-|-:|:-:|-|"]), ([["a", "b", "c", "d"]], "lrc-"))


class Tidy(unittest.TestCase):
    def test_round_trip(self):
        once = tidy("Text\n\n|a|b \\| c|\n|-|-:|\n|dd|1|\n|e|\n\nmore\n")
        self.assertEqual(once, "Text\n\n| a  | b \\| c |\n|----|-------:|\n| dd |      1 |\n| e  |        |\n\nmore\n")
        self.assertEqual(tidy(once), once)

    def test_what_is_no_table(self):
        for text in ("|a|\n|b|\n", "| x\n", "```\n|a|\n|-|\n```\n", "|a|b|\n|-|:|\n"):
            self.assertEqual(tidy(text), text)
        self.assertEqual(tidy("```\n|a|\n|-|\n```\n|a|\n|-|\n"), "```\n|a|\n|-|\n```\n| a |\n|---|\n")

    def test_indent_and_end_of_file(self):
        self.assertEqual(tidy("  |a|\n|-|\n  |b|"), "  | a |\n  |---|\n  | b |\n")
