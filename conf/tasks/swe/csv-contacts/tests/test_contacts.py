import unittest

from contacts.importer import import_contacts
from contacts.reader import read_rows


def emails(data):
    return [contact["email"] for contact in import_contacts(data).contacts]


class Reading(unittest.TestCase):
    def test_encodings(self):
        for data in ("name,email\nJosé,j@example.com".encode("utf-8-sig"), "name,email\nJosé,j@example.com".encode("cp1252")):
            self.assertEqual(import_contacts(data).contacts[0]["name"], "José")

    def test_delimiters(self):
        self.assertEqual(emails(b"name;email;phone, home\nIda;ida@example.com;1"), ["ida@example.com"])
        self.assertEqual(emails(b"name\temail\nIda, A; B\tida@example.com"), ["ida@example.com"])
        self.assertEqual(emails(b"email,name;x\nida@example.com,I"), [])

    def test_rows_know_where_they_start(self):
        rows = read_rows(b'name,email\n"a\nb\nc",x\n\n , \nd,"e\nf"\ng,h\n')
        self.assertEqual([row.line for row in rows if any(cell.strip() for cell in row.cells)], [1, 2, 7, 9])

    def test_windows_line_ends(self):
        data = b'name,email\r\n"Ida\r\nHolm",ida@example.com\r\nBo,bo\r\n'
        result = import_contacts(data)
        self.assertEqual(result.contacts[0]["name"], "Ida Holm")
        self.assertEqual(result.problems, ["line 4: not an e-mail address: bo"])


class Importing(unittest.TestCase):
    def test_headings_in_any_case(self):
        self.assertEqual(emails(b" FULL Name ,E-MAIL,Phone\nIda,ida@example.com,1"), ["ida@example.com"])

    def test_white_space_in_cells(self):
        (contact,) = import_contacts(b'name,email,phone\n" Ida \n  Holm ", ida@example.com ,1\t 2\n').contacts
        self.assertEqual(contact, {"name": "Ida Holm", "email": "ida@example.com", "phone": "1 2"})

    def test_short_rows_and_optional_phone(self):
        self.assertEqual(import_contacts(b"name,email,phone\nIda,ida@example.com").contacts[0]["phone"], "")
        self.assertEqual(import_contacts(b"name,email\nIda,ida@example.com").contacts[0]["phone"], "")
        self.assertEqual(import_contacts(b"name,email\nIda").problems, ["line 2: not an e-mail address: "])

    def test_missing_columns(self):
        self.assertEqual(import_contacts(b"name,phone\nIda,1").problems, ["line 1: no column for email"])
        for data in (b"", b"a,b\n1,2\n"):
            result = import_contacts(data)
            self.assertEqual(result.problems, ["line 1: no column for name", "line 1: no column for email"])
            self.assertEqual(result.contacts, [])

    def test_blank_rows_are_no_problem(self):
        result = import_contacts(b"name,email\n\n , \nIda,ida@example.com\n\n")
        self.assertEqual((len(result.contacts), result.problems), (1, []))

    def test_duplicates(self):
        result = import_contacts(b"name,email\nA,Ida@Example.com\nB,b\nC,ida@example.com\nD,B\nE,IDA@example.com\n")
        self.assertEqual([c["name"] for c in result.contacts], ["A"])
        self.assertEqual(result.contacts[0]["email"], "ida@example.com")
        self.assertEqual(result.problems[1], "line 4: same e-mail address as line 2: ida@example.com")
        self.assertEqual(result.problems[3], "line 6: same e-mail address as line 2: ida@example.com")
        self.assertEqual(len(result.problems), 4)
