import os
import subprocess
import unittest

REPO = "/home/dev/invoices"


def git(*args):
    done = subprocess.run(["git", *args], cwd=REPO, capture_output=True, text=True, timeout=20)
    return done.stdout.strip() if done.returncode == 0 else f"git {args}: {done.stderr}"


class RecoveredCommit(unittest.TestCase):
    def test_history_is_linear_with_the_commit_on_top(self):
        self.assertEqual(
            [
                "Round VAT half up, line by line",
                "Add invoice numbers",
                "Add the zero rate",
                "Say what the amounts are",
                "Add amounts of an invoice",
            ],
            git("log", "--format=%s", "main").splitlines(),
        )

    def test_commits_before_are_the_same_objects(self):
        self.assertEqual("2026-02-05T10:00:00+00:00", git("log", "-1", "--format=%cI", "main~1"))
        self.assertEqual("4", git("rev-list", "--count", "main~1"))

    def test_author_date_is_the_original_one(self):
        self.assertEqual("2026-02-04T10:00:00+00:00", git("log", "-1", "--format=%aI", "main"))

    def test_code_is_the_amended_version(self):
        code = git("show", "main:invoice.py")
        code += """
print(vat([(250, "zero"), (8, "standard"), (3, "standard")]), vat([(150, "reduced"), (50, "standard")]))
"""
        done = subprocess.run(["python3", "-I", "-"], input=code, capture_output=True, text=True, timeout=10)
        self.assertEqual("3 21\n", done.stdout, done.stderr)
        self.assertIn("number", git("ls-tree", "--name-only", "main"))

    def test_change_log_has_each_entry_once_in_order(self):
        self.assertEqual(
            [
                "- VAT is rounded half up line by line",
                "- Invoice numbers",
                "- Zero rate",
                "- Amounts of an invoice",
            ],
            [line for line in git("show", "main:CHANGES.md").splitlines() if line not in ("", "# Changes")],
        )

    def test_work_tree_is_clean_and_on_main(self):
        self.assertEqual("", git("status", "--porcelain"))
        self.assertEqual("main", git("symbolic-ref", "--short", "HEAD"))
        self.assertEqual("refs/heads/main", git("for-each-ref", "--format=%(refname)"))
        self.assertFalse(os.path.exists(REPO + "/.git/CHERRY_PICK_HEAD"))
        self.assertEqual("5", git("rev-list", "--count", "main"))


if __name__ == "__main__":
    unittest.main()
