import json
import os
import unittest

EXPECTED = [
    ("version", 2),
    ("server", [("host", "0.0.0.0"), ("port", 8080), ("debug", False), ("timeout_ms", 90000), ("workers", 4)]),
    (
        "database",
        [
            ("url", "postgres://booking@db.example.org/booking?sslmode=require"),
            ("pool", 12),
            ("idle_ms", 300000),
            ("slow_query_ms", 250),
        ],
    ),
    (
        "mail",
        [
            ("enabled", True),
            ("from", "Booking Desk <desk@example.org>"),
            ("copies", ["audit@example.org", "archive@example.org"]),
            ("password", "${MAIL_PASSWORD}"),
            ("subject", "Your booking; thank you = see you"),
        ],
    ),
    (
        "limits",
        [
            ("upload_bytes", 26214400),
            ("session_ms", 7200000),
            ("page_bytes", 65536),
            ("ban_ms", 604800000),
            ("nights", None),
        ],
    ),
    (
        "features",
        [
            [("name", "late-checkout"), ("enabled", False), ("percent", 12.5)],
            [("name", "waiting-list"), ("enabled", True), ("percent", 100)],
        ],
    ),
]


class Migrated(unittest.TestCase):
    def setUp(self):
        with open("/etc/booking/booking.json", encoding="utf-8", newline="") as file:
            self.text = file.read()
        self.pairs = json.loads(self.text, object_pairs_hook=list)
        self.pairs = [tuple(pair) if isinstance(pair, list) else pair for pair in self.pairs]
        self.found = dict(self.pairs)

    def section(self, name):
        expected = dict(EXPECTED)[name]
        self.assertEqual(repr(expected), repr([tuple(pair) for pair in self.found[name]]))

    def test_sections_and_their_order(self):
        self.assertEqual([name for name, _ in EXPECTED], [name for name, _ in self.pairs])
        self.assertEqual("2", repr(self.found["version"]))

    def test_server(self):
        self.section("server")

    def test_database(self):
        self.section("database")

    def test_mail(self):
        self.section("mail")

    def test_limits(self):
        self.section("limits")

    def test_features(self):
        found = [[tuple(pair) for pair in feature] for feature in self.found["features"]]
        self.assertEqual(repr(dict(EXPECTED)["features"]), repr(found))

    def test_layout(self):
        self.assertEqual(json.dumps(json.loads(self.text), indent=2) + "\n", self.text)

    def test_nothing_else_is_left(self):
        self.assertEqual(["MIGRATION.md", "booking.ini", "booking.json"], sorted(os.listdir("/etc/booking")))


if __name__ == "__main__":
    unittest.main()
