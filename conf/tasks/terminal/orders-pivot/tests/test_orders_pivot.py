import csv
import hashlib
import json
import unittest

REVENUE = """\
region,2025-12,2026-01,2026-02,total
east,1376.69,869.47,551.83,2797.99
north,2423.90,4318.56,986.76,7729.22
south,943.42,1129.00,1686.22,3758.64
total,4744.01,6317.03,3224.81,14285.85
"""
REJECTS = """\
{"order": "S3007", "reason": "unknown customer"}
{"order": "S3020", "reason": "no rate"}
{"order": "S3030", "reason": "unknown customer"}
{"order": "S3036", "reason": "no rate"}
{"order": "S3040", "reason": "no rate"}
{"order": "S3044", "reason": "no rate"}
"""
DIGESTS = {
    "customers.csv": "3a23fc931294cb1024b9b406fc98fa6ab0a71356b40d23b35b748ac67428391a",
    "rates.csv": "e58a9a6e528ea506b4af961a334ee1345f94aa03665d395de5b65bd5f626cede",
    "orders.jsonl": "fbc9ab6839763c85cae3289b0faefff5edbb1d68680d1b0887701529995f9d54",
}


def table(lines):
    return [row for row in csv.reader(lines)]


class Revenue(unittest.TestCase):
    def actual(self):
        with open("/data/sales/revenue.csv", newline="", encoding="utf-8") as file:
            return table(file)

    def rejects(self):
        with open("/data/sales/rejects.jsonl", encoding="utf-8") as file:
            return [json.loads(line) for line in file]

    def expected(self):
        return table(REVENUE.splitlines())

    def test_header_and_regions(self):
        self.assertEqual(self.expected()[0], self.actual()[0])
        self.assertEqual([row[0] for row in self.expected()], [row[0] for row in self.actual()])

    def test_cells(self):
        self.assertEqual([row[1:-1] for row in self.expected()[1:-1]], [row[1:-1] for row in self.actual()[1:-1]])

    def test_totals_by_region(self):
        self.assertEqual([row[-1] for row in self.expected()[:-1]], [row[-1] for row in self.actual()[:-1]])

    def test_totals_by_month(self):
        self.assertEqual(self.expected()[-1], self.actual()[-1])

    def test_rejected_orders(self):
        expected = [json.loads(line) for line in REJECTS.splitlines()]
        self.assertEqual([row["order"] for row in expected], [row["order"] for row in self.rejects()])

    def test_reasons(self):
        self.assertEqual([json.loads(line) for line in REJECTS.splitlines()], self.rejects())

    def test_sources_are_unchanged(self):
        self.assertTrue(self.actual())
        for name, digest in DIGESTS.items():
            with open("/data/sales/" + name, "rb") as file:
                self.assertEqual(digest, hashlib.sha256(file.read()).hexdigest(), name)


if __name__ == "__main__":
    unittest.main()
