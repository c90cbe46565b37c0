import unittest

from shelf.marks import letters, year


class Marks(unittest.TestCase):
    def test_letters(self):
        self.assertEqual(letters("QA76 1998"), "QA")

    def test_one_letter(self):
        self.assertEqual(letters("Z699 2004"), "Z")

    def test_year(self):
        self.assertEqual(year("QA76 1998"), 1998)
