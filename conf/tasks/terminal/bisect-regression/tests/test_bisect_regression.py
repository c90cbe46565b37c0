import os
import subprocess
import unittest

REPO = "/home/dev/parcel"


def git(*args):
    done = subprocess.run(["git", *args], cwd=REPO, capture_output=True, text=True, timeout=20)
    return done.stdout.strip() if done.returncode == 0 else f"git {args}: {done.stderr}"


SUBJECT = "Simplify the volume weight"


def run(*args):
    done = subprocess.run(
        ["python3", "quote.py", *args], cwd=REPO, capture_output=True, text=True, timeout=10
    )
    return done.stdout.strip() + done.stderr


class Bisected(unittest.TestCase):
    def test_culprit_is_named_by_its_full_hash(self):
        with open("/home/dev/culprit.txt", encoding="ascii") as culprit:
            named = culprit.read().strip()
        self.assertRegex(named, "^[0-9a-f]{40}$")
        self.assertEqual(SUBJECT, git("log", "-1", "--format=%s", named))

    def test_last_commit_is_the_revert(self):
        culprit = git("log", "--format=%H", "--grep=^" + SUBJECT, "main").splitlines()[-1]
        self.assertEqual(f'Revert "{SUBJECT}"', git("log", "-1", "--format=%s", "main"))
        self.assertIn(f"This reverts commit {culprit}", git("log", "-1", "--format=%B", "main"))
        self.assertEqual(["quote.py"], git("diff", "--name-only", "main~1", "main").split())

    def test_begun_kilograms_count_again(self):
        self.assertEqual(str(390 + 115 * 7), run("41", "30", "25", "2"))
        self.assertEqual(str(1040 + 260 * 7), run("41", "30", "25", "2", "islands"))

    def test_later_work_is_kept(self):
        self.assertEqual("Say whom to ask", git("log", "-1", "--format=%s", "main~1"))
        self.assertEqual("21", git("rev-list", "--count", "main"))
        self.assertEqual(str(600 + 180 * 3), run("10", "10", "10", "2.5", "coast"))

    def test_repository_is_tidy(self):
        self.assertEqual("", git("status", "--porcelain"))
        self.assertEqual("main", git("symbolic-ref", "--short", "HEAD"))
        self.assertFalse(os.path.exists(REPO + "/.git/BISECT_LOG"))
        self.assertIn("Revert", git("log", "-1", "--format=%s"))


if __name__ == "__main__":
    unittest.main()
