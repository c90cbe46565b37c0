import hashlib
import os
import subprocess
import unittest

DIGESTS = {
    "./datasets/readings 2026-01.csv": "db18b8568659303a39ab2a470f15b2482ced59d331fba029f8b01d74be3f52eb",
    "./datasets/readings 2026-02.csv": "3eed0953b44945731b23b4064b4d8ae0b81c95cc6545d889c8724022f8385909",
    "./datasets/stations.csv": "6cff474b47dcdbf7db4d8eaf82b8e176498413748c3ced7bbc4b4b594e724f0a",
    "./docs/README.txt": "0d9685df8db4e294f9d625a57c8b861811b6d8cfd8e032226c43e58ac856836c",
    "./docs/licence.txt": "e89afc86c7651ce0c35f4da7434fca57df724675c1c91ff56b741da5d524c7d0",
    "./tools/plot.py": "25d0ac190a0456913657df8e5d46ec3a4274f91e2787ce25817f383478e5edf7",
}


class Manifest(unittest.TestCase):
    def manifest(self):
        with open("/data/release/SHA256SUMS", encoding="utf-8") as manifest:
            return manifest.read()

    def changes(self):
        with open("/data/changes.txt", encoding="utf-8") as changes:
            return changes.read().splitlines()

    def test_changes_are_the_three_differences(self):
        self.assertEqual(
            {
                "added ./tools/plot.py",
                "missing ./docs/contact.txt",
                "changed ./docs/README.txt",
            },
            set(self.changes()),
        )

    def test_changes_are_sorted_by_path(self):
        paths = [line.split(" ", 1)[1] for line in self.changes()]
        self.assertEqual(sorted(paths), paths)
        self.assertEqual(3, len(paths))

    def test_manifest_checks(self):
        done = subprocess.run(
            ["sha256sum", "--strict", "--quiet", "-c", "SHA256SUMS"],
            cwd="/data/release",
            capture_output=True,
            timeout=20,
        )
        self.assertEqual(0, done.returncode, done.stdout + done.stderr)

    def test_manifest_lists_every_file_in_order(self):
        expected = "".join(f"{DIGESTS[path]}  {path}\n" for path in sorted(DIGESTS))
        self.assertEqual(expected, self.manifest())

    def test_files_are_as_they_were(self):
        for path, digest in DIGESTS.items():
            with open(os.path.join("/data/release", path), "rb") as file:
                self.assertEqual(digest, hashlib.sha256(file.read()).hexdigest(), path)
        self.assertTrue(os.path.exists("/data/release/datasets/.stations.csv.swp"))


if __name__ == "__main__":
    unittest.main()
