import gzip
import os
import subprocess
import tempfile
import unittest

ROTATE = "/opt/ops/bin/rotate.sh"


class Rotate(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.TemporaryDirectory(prefix="logs ")
        self.addCleanup(self.directory.cleanup)
        self.path = self.directory.name

    def file(self, name):
        return os.path.join(self.path, name)

    def write(self, name, text):
        data = text.encode()
        with open(self.file(name), "wb") as file:
            file.write(gzip.compress(data) if name.endswith(".gz") else data)

    def read(self, name):
        with open(self.file(name), "rb") as file:
            data = file.read()
        return (gzip.decompress(data) if name.endswith(".gz") else data).decode()

    def rotate(self, *args):
        return subprocess.run([ROTATE, *args], capture_output=True, text=True, timeout=8)

    def test_content_moves_to_number_one_and_numbers_shift(self):
        self.write("a b.log", "x" * 1000)
        self.write("a b.log.1.gz", "one")
        self.write("a b.log.2.gz", "two")
        done = self.rotate(self.path, "5")
        self.assertEqual((0, "rotated a b.log\n"), (done.returncode, done.stdout), done.stderr)
        self.assertEqual(
            ["x" * 1000, "one", "two"], [self.read(f"a b.log.{n}.gz") for n in (1, 2, 3)]
        )
        self.assertEqual("", self.read("a b.log"))

    def test_log_is_emptied_in_place(self):
        self.write("web.log", "y" * 2000)
        os.chmod(self.file("web.log"), 0o640)
        before = os.stat(self.file("web.log"))
        self.assertEqual(0, self.rotate(self.path, "2").returncode)
        after = os.stat(self.file("web.log"))
        self.assertEqual((before.st_ino, before.st_mode, 0), (after.st_ino, after.st_mode, after.st_size))

    def test_at_most_keep_archives_are_left(self):
        self.write("web.log", "new" * 500)
        for n in (1, 2, 3, 4, 9, 12):
            self.write(f"web.log.{n}.gz", str(n))
        self.assertEqual(0, self.rotate(self.path, "3").returncode)
        self.assertEqual(
            ["web.log", "web.log.1.gz", "web.log.2.gz", "web.log.3.gz"], sorted(os.listdir(self.path))
        )
        self.assertEqual(["1", "2"], [self.read(f"web.log.{n}.gz") for n in (2, 3)])

    def test_gaps_stay_gaps(self):
        self.write("web.log", "new" * 500)
        self.write("web.log.1.gz", "1")
        self.write("web.log.10.gz", "10")
        self.assertEqual(0, self.rotate(self.path, "20").returncode)
        self.assertEqual("10", self.read("web.log.11.gz"))
        self.assertEqual("1", self.read("web.log.2.gz"))
        self.assertEqual(4, len(os.listdir(self.path)))

    def test_small_and_empty_logs_are_left_alone(self):
        self.write("small.log", "z" * 999)
        self.write("small.log.1.gz", "1")
        self.write("empty.log", "")
        done = self.rotate(self.path, "3")
        self.assertEqual((0, ""), (done.returncode, done.stdout))
        self.assertEqual("1", self.read("small.log.1.gz"))
        done = self.rotate(self.path, "3", "0")
        self.assertEqual("rotated small.log\n", done.stdout)
        self.assertEqual("1", self.read("small.log.2.gz"))
        self.assertFalse(os.path.exists(self.file("empty.log.1.gz")))

    def test_other_files_are_left_alone(self):
        self.write("web.log", "w" * 1500)
        for name in ("web.log.bak", "web.logs"):
            self.write(name, "k" * 3000)
        self.write("web.log.old.gz", "old")
        os.mkdir(self.file("dir.log"))
        outside = self.file("outside.txt")
        self.write("outside.txt", "o" * 3000)
        os.symlink(outside, self.file("link.log"))
        done = self.rotate(self.path, "1")
        self.assertEqual("rotated web.log\n", done.stdout)
        self.assertEqual("k" * 3000, self.read("web.log.bak"))
        self.assertEqual("k" * 3000, self.read("web.logs"))
        self.assertEqual("old", self.read("web.log.old.gz"))
        self.assertEqual("o" * 3000, self.read("outside.txt"))
        self.assertEqual(8, len(os.listdir(self.path)))

    def test_several_logs_are_named_in_byte_order(self):
        for name in ("b.log", "Z.log", "a.log"):
            self.write(name, "q" * 1200)
        self.assertEqual("rotated Z.log\nrotated a.log\nrotated b.log\n", self.rotate(self.path, "2").stdout)

    def test_wrong_arguments_change_nothing(self):
        self.write("web.log", "v" * 1500)
        for args in ([], [self.path], [self.path, "0"], [self.path, "x"], [self.path, "2", "big"],
                     [self.file("none"), "2"], [self.file("web.log"), "2"], [self.path, "2", "1", "1"]):
            done = self.rotate(*args)
            self.assertEqual(2, done.returncode, args)
            self.assertIn("usage", done.stderr)
        self.assertEqual(["web.log"], os.listdir(self.path))

    def test_sample_is_unchanged(self):
        self.assertEqual(13, len(os.listdir("/opt/ops/sample")))
        self.assertEqual(80, sum(1 for _ in open("/opt/ops/sample/web.log")))
        self.assertTrue(os.access(ROTATE, os.X_OK))


if __name__ == "__main__":
    unittest.main()
