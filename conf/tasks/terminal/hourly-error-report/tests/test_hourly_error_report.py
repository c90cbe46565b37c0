import csv
import io
import os
import unittest

EXPECTED = """\
hour,service,errors,warnings,top_error
2026-02-14T07,checkout,4,4,timeout after # ms for order #
2026-02-14T07,mailer,4,1,template invoice-# not found
2026-02-14T07,search,3,0,shard # is not reachable
2026-02-14T08,checkout,7,8,card refused for order #
2026-02-14T08,mailer,1,2,template invoice-# not found
2026-02-14T08,search,1,2,query took # ms
2026-02-14T09,checkout,8,3,"bad total ""#"", order #"
2026-02-14T09,mailer,1,0,"relay answered #, message # is kept"
2026-02-14T09,search,1,3,shard # is not reachable
2026-02-14T11,checkout,4,3,"bad total ""#"", order #"
2026-02-14T11,mailer,1,2,"relay answered #, message # is kept"
2026-02-14T11,search,1,2,query took # ms
2026-02-14T12,checkout,9,3,"bad total ""#"", order #"
2026-02-14T12,mailer,1,0,"relay answered #, message # is kept"
2026-02-14T12,search,4,1,query took # ms
"""


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


class HourlyReport(unittest.TestCase):
    def setUp(self):
        with open("/data/gateway/report.csv", newline="", encoding="utf-8") as report:
            self.text = report.read()
        self.rows = rows(self.text)

    def column(self, name):
        return {(row["hour"], row["service"]): row[name] for row in self.rows}

    def expected(self, name):
        return {(row["hour"], row["service"]): row[name] for row in rows(EXPECTED)}

    def test_header(self):
        self.assertEqual("hour,service,errors,warnings,top_error", self.text.splitlines()[0])

    def test_rows_are_the_hours_and_services_in_order(self):
        self.assertEqual(
            [(row["hour"], row["service"]) for row in rows(EXPECTED)],
            [(row["hour"], row["service"]) for row in self.rows],
        )

    def test_errors(self):
        self.assertEqual(self.expected("errors"), self.column("errors"))

    def test_warnings(self):
        self.assertEqual(self.expected("warnings"), self.column("warnings"))

    def test_top_errors(self):
        self.assertEqual(self.expected("top_error"), self.column("top_error"))

    def test_lines_end_with_a_line_feed(self):
        self.assertNotIn("\r", self.text)
        self.assertTrue(self.text.endswith("\n"))

    def test_logs_are_still_there(self):
        self.assertEqual(
            ["gateway.log", "gateway.log.1", "gateway.log.2.gz"], sorted(os.listdir("/data/gateway/logs"))
        )
        self.assertGreater(len(self.rows), 0)


if __name__ == "__main__":
    unittest.main()
