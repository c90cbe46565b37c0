import hashlib
import unittest

FAILED = [
    "r40f4a3",
    "r48e012",
    "r8d6901",
    "r96a610",
    "ra17fbc",
    "rcaf3c2",
]


class FailedRequests(unittest.TestCase):
    def setUp(self):
        with open("/srv/shop/failed-requests.txt", encoding="utf-8") as listed:
            self.text = listed.read()
        self.ids = self.text.split()

    def test_every_failed_request_is_listed(self):
        self.assertEqual([], sorted(set(FAILED) - set(self.ids)))

    def test_no_other_request_is_listed(self):
        self.assertEqual([], sorted(set(self.ids) - set(FAILED)))

    def test_one_id_per_line_sorted_and_once(self):
        self.assertEqual("".join(i + "\n" for i in sorted(set(self.ids))), self.text)

    def test_log_is_unchanged(self):
        with open("/srv/shop/logs/access.log", "rb") as log:
            self.assertEqual("fa3f642103cc5e0323f3ff63a542dfdbfda7dab70e4cdec1f667091d59f7e140", hashlib.sha256(log.read()).hexdigest())


if __name__ == "__main__":
    unittest.main()
