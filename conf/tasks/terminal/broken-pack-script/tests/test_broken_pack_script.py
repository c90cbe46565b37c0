import os
import subprocess
import tarfile
import tempfile
import time
import unittest

PACK = "/srv/build/pack.sh"


class Pack(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.TemporaryDirectory(prefix="case ")
        self.addCleanup(self.directory.cleanup)
        self.root = self.directory.name
        self.write("src dir/FILES", "# list\n\na b.txt\nsub/c.txt\nsub/deep/a b.txt")
        self.write("src dir/a b.txt", "one\n")
        self.write("src dir/sub/c.txt", "two\n")
        self.write("src dir/sub/deep/a b.txt", "three\n")
        self.write("src dir/NOTES", "x\n- first\n -no\n- second\n- third\n")

    def write(self, path, text):
        full = os.path.join(self.root, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "w", encoding="utf-8") as file:
            file.write(text)

    def pack(self, *args):
        return subprocess.run(
            ["bash", PACK, *args], cwd=self.root, capture_output=True, text=True, timeout=8
        )

    def bundle(self, path):
        with tarfile.open(os.path.join(self.root, path)) as archive:
            return {
                os.path.normpath(member.name): archive.extractfile(member).read().decode()
                for member in archive
                if member.isfile()
            }

    def test_every_listed_file_is_packed_with_its_directory(self):
        done = self.pack("2.0.11", "src dir", "new out/here")
        self.assertEqual(0, done.returncode, done.stderr)
        self.assertEqual(
            {
                "MANIFEST": "version: 2.0.11\nnotes: 3\n",
                "a b.txt": "one\n",
                "sub/c.txt": "two\n",
                "sub/deep/a b.txt": "three\n",
            },
            self.bundle("new out/here/bundle-2.0.11.tar.gz"),
        )
        self.assertEqual("packed 3 files", done.stdout.splitlines()[-1])

    def test_missing_file_is_an_error_and_leaves_no_bundle(self):
        self.write("src dir/FILES", "a b.txt\nnot here.txt\n")
        done = self.pack("1.0.0", "src dir", "out")
        self.assertEqual(1, done.returncode)
        self.assertIn("not here.txt", done.stderr)
        out = os.path.join(self.root, "out")
        self.assertEqual([], os.listdir(out) if os.path.isdir(out) else [])

    def test_bad_versions_are_refused(self):
        for version in ("1.2", "1.2.3.4", "v1.2.3", "1.2.3-rc1", "..", "", "1.2.x"):
            done = self.pack(version, "src dir", "out")
            self.assertEqual(2, done.returncode, version)
            self.assertTrue(done.stderr, version)

    def test_wrong_number_of_arguments_is_refused(self):
        self.assertEqual(2, self.pack("1.0.0", "src dir").returncode)
        self.assertEqual(2, self.pack("1.0.0", "src dir", "out", "more").returncode)

    def test_no_notes_count_as_zero(self):
        self.write("src dir/NOTES", "nothing to list\n")
        self.assertEqual(0, self.pack("1.0.0", "src dir", "out").returncode)
        self.assertIn("notes: 0\n", self.bundle("out/bundle-1.0.0.tar.gz")["MANIFEST"])
        os.unlink(os.path.join(self.root, "src dir/NOTES"))
        self.assertEqual(0, self.pack("1.0.1", "src dir", "out").returncode)
        self.assertIn("notes: 0\n", self.bundle("out/bundle-1.0.1.tar.gz")["MANIFEST"])

    def test_same_input_gives_the_same_bytes(self):
        bundles = []
        for stamp in (1000000000, 1500000000):
            for path in ("a b.txt", "sub/c.txt", "sub/deep/a b.txt", "sub/deep", "sub"):
                os.utime(os.path.join(self.root, "src dir", path), (stamp, stamp))
            self.assertEqual(0, self.pack("1.0.0", "src dir", f"out{stamp}").returncode)
            with open(os.path.join(self.root, f"out{stamp}", "bundle-1.0.0.tar.gz"), "rb") as bundle:
                bundles.append(bundle.read())
        self.assertEqual(bundles[0], bundles[1])
        header = int.from_bytes(bundles[0][4:8], "little")
        self.assertGreater(abs(time.time() - header), 86400, "the gzip header holds the time of packing")

    def test_nothing_is_left_in_tmp(self):
        before = sorted(os.listdir("/tmp"))
        self.pack("1.0.0", "src dir", "out")
        self.write("src dir/FILES", "gone.txt\n")
        self.assertEqual(1, self.pack("1.0.0", "src dir", "other").returncode)
        self.assertEqual(before, sorted(os.listdir("/tmp")))

    def test_two_runs_at_a_time(self):
        runs = [
            subprocess.Popen(
                ["bash", PACK, f"1.0.{n}", "src dir", "out"], cwd=self.root, stdout=subprocess.DEVNULL
            )
            for n in range(3)
        ]
        self.assertEqual([0, 0, 0], [run.wait(8) for run in runs])
        for n in range(3):
            files = self.bundle(f"out/bundle-1.0.{n}.tar.gz")
            self.assertEqual(4, len(files))
            self.assertIn(f"version: 1.0.{n}\n", files["MANIFEST"])

    def test_trials_are_cleaned_up(self):
        self.assertEqual(["pack.sh", "sample"], sorted(os.listdir("/srv/build")))
        self.assertFalse(os.path.exists("/tmp/pack"))
        done = self.pack("1.4.0", "/srv/build/sample", "sample-out")
        self.assertEqual("packed 5 files", done.stdout.strip())


if __name__ == "__main__":
    unittest.main()
