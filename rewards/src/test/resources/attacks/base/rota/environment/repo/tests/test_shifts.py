import unittest

from rota import covered, gaps, merge


class Shifts(unittest.TestCase):
    def test_merge(self):
        self.assertEqual(merge([(540, 600), (480, 550)]), [(480, 600)])

    def test_covered(self):
        self.assertEqual(covered([(480, 600), (540, 660)]), 180)

    def test_gaps(self):
        self.assertEqual(gaps([(540, 600)], 480, 660), [(480, 540), (600, 660)])
