import unittest

from shelf.marks import letters, year


class Marks(unittest.TestCase):
    def test_letters(self):
        self.assertEqual(letters("QC21 1987"), "QC")

    def test_three_letters(self):
        self.assertEqual(letters("KBP144 2001"), "KBP")

    def test_one_letter_alone(self):
        self.assertEqual(letters("D7"), "D")

    def test_year(self):
        self.assertEqual(year("QC21 1987"), 1987)

    def test_no_year(self):
        self.assertIsNone(year("QC21 .F49"))
