import unittest

from rota import covered, gaps, merge


class Merge(unittest.TestCase):
    def test_sorted_apart(self):
        self.assertEqual(merge([(10, 20), (30, 40)]), [(10, 20), (30, 40)])

    def test_any_order(self):
        self.assertEqual(merge([(30, 40), (10, 20), (15, 35)]), [(10, 40)])

    def test_touching(self):
        self.assertEqual(merge([(10, 20), (20, 30)]), [(10, 30)])

    def test_inside(self):
        self.assertEqual(merge([(10, 90), (20, 30), (40, 50)]), [(10, 90)])

    def test_given_list_stays(self):
        given = [(30, 40), (10, 20)]
        merge(given)
        self.assertEqual(given, [(30, 40), (10, 20)])


class Covered(unittest.TestCase):
    def test_nothing(self):
        self.assertEqual(covered([]), 0)

    def test_overlap(self):
        self.assertEqual(covered([(0, 60), (30, 90), (200, 210)]), 100)

    def test_same_twice(self):
        self.assertEqual(covered([(5, 25), (5, 25)]), 20)


class Gaps(unittest.TestCase):
    def test_day_without_shifts(self):
        self.assertEqual(gaps([], 0, 1440), [(0, 1440)])

    def test_any_order(self):
        self.assertEqual(gaps([(50, 60), (10, 20)], 0, 100), [(0, 10), (20, 50), (60, 100)])

    def test_longer_than_asked(self):
        self.assertEqual(gaps([(0, 300)], 100, 200), [])

    def test_shift_after_the_end(self):
        self.assertEqual(gaps([(150, 160)], 0, 100), [(0, 100)])
