import unittest

from contacts.importer import import_contacts


class ImporterTest(unittest.TestCase):
    def test_plain_file(self):
        result = import_contacts(b"name,email,phone\nIda,ida@example.com,1\n")
        self.assertEqual(result.contacts, [{"name": "Ida", "email": "ida@example.com", "phone": "1"}])

    def test_byte_order_mark(self):
        result = import_contacts(b"\xef\xbb\xbfname,email,phone\nIda,ida@example.com,1\n")
        self.assertEqual(len(result.contacts), 1)

    def test_line_break_in_a_cell(self):
        result = import_contacts(b'name,email,phone\nIda,ida@example.com,"1\n2"\nBo,bo,3\n')
        self.assertEqual(result.contacts[0]["phone"], "1 2")
        self.assertEqual(result.problems, ["line 4: not an e-mail address: bo"])


if __name__ == "__main__":
    unittest.main()
