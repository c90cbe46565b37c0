import unittest

from sheetcalc import Sheet


class SheetTest(unittest.TestCase):
    def test_arithmetic(self):
        sheet = Sheet({"A1": "2", "A2": "3", "A3": "=(A1+A2)*2-1"})
        self.assertEqual(sheet.value("A3"), 9)

    def test_negative(self):
        self.assertEqual(Sheet({"A1": "=-2*-(1+2)"}).value("A1"), 6)

    def test_sum_of_a_range(self):
        self.assertEqual(Sheet({"A1": "1", "A2": "2", "B2": "x", "C1": "=SUM(A1:B3, 4)"}).value("C1"), 7)

    def test_if(self):
        self.assertEqual(Sheet({"A1": "5", "B1": '=IF(A1>=5, "many", "few")'}).value("B1"), "many")

    def test_errors(self):
        sheet = Sheet({"A1": "=1/0", "A2": "=A1+1", "B1": "=B2", "B2": "=B1"})
        self.assertEqual([sheet.show(name) for name in ("A1", "A2", "B1")], ["#DIV/0!", "#DIV/0!", "#CYCLE!"])


if __name__ == "__main__":
    unittest.main()
