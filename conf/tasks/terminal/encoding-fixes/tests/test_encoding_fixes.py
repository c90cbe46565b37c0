import os
import unittest

ROOT = "/srv/site/texts/"


def read(path):
    with open(ROOT + path, "rb") as file:
        return file.read()


class Texts(unittest.TestCase):
    def check(self, path, text):
        self.assertEqual(text.encode("utf-8"), read(path))

    def test_code_page_1252(self):
        self.check("menu/soups.txt", "Zucchini–Süppchen\nKürbiscreme mit Öl, 6,50 €\n")

    def test_carriage_returns_in_utf_8(self):
        self.check("menu/desserts.txt", "Crème brûlée\nÉclair au café\n")
        self.check("mixed.txt", "plain\nlines\nand more\n")

    def test_byte_order_mark(self):
        self.check("menu/drinks.txt", "Tè verde\nCafé solo\n")

    def test_utf_16(self):
        self.check("allergens.csv", "dish;note\nJalapeño dip;contains piña\n")

    def test_converted_twice(self):
        self.check("opening.txt", "Montag Ruhetag\nSonntag bis 22 Uhr, Tür hinten\n")

    def test_bare_carriage_returns(self):
        self.check("history.txt", "founded 1987\nrenovated 2011\n")

    def test_last_line_ends(self):
        self.check("no-newline.txt", "Straße 12\n")

    def test_others_are_as_they_were(self):
        self.check("staff.txt", "Küche: 3\nService: 5\n")
        self.assertEqual(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\xff\xd8", read("logo.png"))
        self.assertEqual(10, sum(len(files) for _, _, files in os.walk(ROOT)))


if __name__ == "__main__":
    unittest.main()
