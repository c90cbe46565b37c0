import sys
import unittest

from django.test import TestCase


class ShelfTests(TestCase):
    def test_holds(self):
        self.assertEqual(4, 2 + 2)

    def test_bends(self):
        """A loaded board bends."""
        self.assertEqual("bent", "straight")

    def test_described(self):
        """The board is described."""

    def test_breaks(self):
        raise KeyError("no such board")

    @unittest.skip("no cellar here")
    def test_cellar(self):
        self.fail()

    @unittest.expectedFailure
    def test_glue(self):
        self.assertTrue(False)

    def test_prints(self):
        sys.stderr.write("a word\n")

    def test_falls(self):
        self.client.raise_request_exception = False
        self.assertEqual(500, self.client.get("/fall/").status_code)

    def test_boards(self):
        for board in range(2):
            with self.subTest(board=board):
                self.assertEqual(board, 0)
