import unittest


def test_each_leg(subtests):
    for leg in range(3):
        with subtests.test(msg="a leg", leg=leg):
            assert leg != 1


def test_each_corner(subtests):
    for corner in range(2):
        with subtests.test(corner=corner):
            assert corner < 2


class Feet(unittest.TestCase):
    def test_each_foot(self):
        for foot in range(3):
            with self.subTest(foot=foot):
                self.assertNotEqual(2, foot)
