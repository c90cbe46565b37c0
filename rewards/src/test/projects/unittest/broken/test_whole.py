import unittest


class Whole(unittest.TestCase):
    def test_fine(self):
        pass
