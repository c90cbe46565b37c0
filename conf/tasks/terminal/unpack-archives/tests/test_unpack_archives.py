import os
import unittest

ROOT = "/data/weather/"
ROWS = "".join(f"{day:02d};{(day * 37) % 19}\n" for day in range(1, 29))


def read(path):
    with open(ROOT + path, encoding="utf-8", newline="") as file:
        return file.read()


class Unpacked(unittest.TestCase):
    def test_tar_gz(self):
        self.assertEqual(ROWS, read("unpacked/north/north/readings.csv"))
        self.assertEqual("sensor changed on day 9\n", read("unpacked/north/north/notes.txt"))

    def test_zip(self):
        self.assertEqual(ROWS.replace(";", ","), read("unpacked/south/readings.csv"))
        self.assertEqual("ok\n", read("unpacked/south/raw/day 01.txt"))

    def test_plain_tar_with_a_wrong_name(self):
        self.assertEqual(ROWS[:80], read("unpacked/east/readings.csv"))

    def test_tar_bz2(self):
        self.assertEqual(ROWS[:40], read("unpacked/lakes/deep/er/readings.csv"))

    def test_single_compressed_file(self):
        self.assertEqual(ROWS, read("unpacked/ridge.csv/ridge.csv"))

    def test_rejected(self):
        self.assertEqual(
            "coast.tar.gz unsafe\nhills.zip broken\nisland.zip unsafe\nmoor.csv.gz broken\n", read("rejected.txt")
        )

    def test_nothing_of_rejected_archives_is_unpacked(self):
        self.assertEqual(
            ["east", "lakes", "north", "ridge.csv", "south"], sorted(os.listdir(ROOT + "unpacked"))
        )

    def test_rest_is_untouched(self):
        self.assertEqual("stations: none yet\n", read("published/index.txt"))
        self.assertFalse(os.path.exists("/etc/station.conf"))
        self.assertEqual(9, len(os.listdir(ROOT + "inbox")))
        self.assertEqual(["inbox", "published", "rejected.txt", "unpacked"], sorted(os.listdir(ROOT)))


if __name__ == "__main__":
    unittest.main()
