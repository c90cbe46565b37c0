import unittest

import remote
from sheetcalc import CellError, Sheet


def show(formula, **cells):
    return Sheet({**cells, "Z1": "=" + formula}).show("Z1")


class Operators(unittest.TestCase):
    def check(self, cases, **cells):
        for formula, expected in cases.items():
            with self.subTest(formula):
                self.assertEqual(show(formula, **cells), expected)

    def test_precedence(self):
        self.check({"1+2*3": "7", "-2^2": "-4", "2^3^2": "512", "2^-1": "0.5", "10-2-3": "5", "2*-3": "-6", "(1+2)*3": "9", "1+1=2": "TRUE",
                    '"a"&1+1&"b"': "a2b", "12/4/3": "1", "--1": "1"})

    def test_strings(self):
        self.check({'"say ""hi"""': 'say "hi"', 'LEN("a b")': "3", 'A1&"|"&B1&"|"&TRUE': "2.5||TRUE", "LEN(C1)": "1", "LEN(B1)": "0"}, A1="2.5", C1="=6/2")

    def test_comparisons(self):
        self.check({"1<>1": "FALSE", "2>=2": "TRUE", '"a"<"b"': "TRUE", '1="1"': "FALSE", "A1=0": "TRUE", 'A1=""': "TRUE", "A1=FALSE": "TRUE", "A1<1": "TRUE",
                    'A1<"a"': "TRUE", '1<"a"': "#VALUE!", "1<2<3": "#PARSE!"})

    def test_empty_and_truth_values_in_arithmetic(self):
        self.check({"A1+1": "1", "TRUE+TRUE": "2", '"1"+1': "#VALUE!", "B1*2": "#VALUE!"}, B1="text")


class Functions(unittest.TestCase):
    cells = {"A1": "1", "A2": "x", "A3": "4", "B1": "TRUE", "B2": "", "B3": "=A1+0.5"}

    def check(self, cases):
        for formula, expected in cases.items():
            with self.subTest(formula):
                self.assertEqual(show(formula, **self.cells), expected)

    def test_ranges(self):
        self.check({"SUM(A1:B3)": "6.5", "sum(B3:A1,10)": "16.5", "COUNT(A1:B3)": "3", "MIN(A1:B3)": "1", "MAX(A1:B3, 9)": "9", "AVERAGE(A1:A3)": "2.5",
                    "MIN(D1:D9)": "0", "AVERAGE(D1:D9)": "#DIV/0!", 'SUM(1,"x")': "#VALUE!", "A1:A3+1": "#VALUE!", "LEN(A1:A2)": "#VALUE!"})

    def test_if_and_iferror(self):
        self.check({'IF(A1,"y","n")': "y", "IF(0,1)": "FALSE", "IF(TRUE,1,1/0)": "1", "IF(FALSE,1/0,2)": "2", 'IF("x",1,2)': "#VALUE!", "IF(D1,1,2)": "2",
                    "IFERROR(1/0,7)": "7", "IFERROR(5,1/0)": "5", "IFERROR(NOPE(1),8)": "8"})

    def test_round(self):
        self.check({"ROUND(2.5)": "3", "ROUND(-2.5)": "-3", "ROUND(1.005*1000,0)": "1005", "ROUND(2.345,2)": "2.35", "ROUND(1250,-2)": "1300", "ROUND(0.125,2)": "0.13"})


class Errors(unittest.TestCase):
    def test_codes(self):
        for formula, code in {"NOPE(1)": "#NAME?", "1+": "#PARSE!", "(1": "#PARSE!", "1 2": "#PARSE!", "$": "#PARSE!", "": "#PARSE!", "IF(1)": "#PARSE!", "LEN()": "#PARSE!",
                              "SUM(1,)": "#PARSE!", "1/0": "#DIV/0!", "0^-1": "#DIV/0!", "1/0+\"x\"*1": "#DIV/0!", "\"x\"*1+1/0": "#VALUE!"}.items():
            with self.subTest(formula):
                self.assertEqual(show(formula), code)

    def test_value_raises(self):
        with self.assertRaises(CellError) as caught:
            Sheet({"A1": "=1/0"}).value("A1")
        self.assertEqual(caught.exception.code, "#DIV/0!")

    def test_first_error_of_a_range_row_by_row(self):
        self.assertEqual(show("SUM(A1:B2)", A2="=1/0", B1='="x"+1'), "#VALUE!")

    def test_cycles(self):
        sheet = Sheet({"A1": "=B1", "B1": "=SUM(A1:A3)", "C1": "=A1+1", "D1": "=IFERROR(C1,0)", "E1": "=E1", "F1": "=IF(TRUE,1,F1)"})
        self.assertEqual([sheet.show(n + "1") for n in "ABCDEF"], ["#CYCLE!", "#CYCLE!", "#CYCLE!", "0", "#CYCLE!", "1"])
        sheet.set("B1", "2")
        self.assertEqual([sheet.show(n + "1") for n in "ABCD"], ["2", "2", "3", "3"])


class Sheets(unittest.TestCase):
    def test_show(self):
        sheet = Sheet({"A1": "3.0", "A2": "=6/3", "A3": "=1=1", "A4": "text", "A5": "=A9", "A6": "=7/2"})
        self.assertEqual([sheet.show("A%d" % n) for n in range(1, 8)], ["3", "2", "TRUE", "text", "", "3.5", ""])
        self.assertIsInstance(sheet.value("A2"), int)

    def test_long_chains_are_quick(self):
        with remote.cpu_limit(0.5):
            sheet = Sheet({"A1": "1", **{"A%d" % n: "=A%d+A%d" % (n - 1, n - 1) for n in range(2, 42)}})
            self.assertEqual(sheet.value("A41"), 2 ** 40)
            sheet.set("A1", "0")
            self.assertEqual(sheet.value("A41"), 0)
