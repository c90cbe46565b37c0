import os
import subprocess
import unittest

REPO = "/home/dev/reports"


def git(*args):
    done = subprocess.run(["git", *args], cwd=REPO, capture_output=True, text=True, timeout=20)
    return done.stdout.strip() if done.returncode == 0 else f"git {args}: {done.stderr}"


class SplitCommit(unittest.TestCase):
    def changed(self, commit):
        return git("diff", "--name-only", commit + "~1", commit).splitlines()

    def test_subjects(self):
        self.assertEqual(
            [
                "Rename totals to column_sums",
                "Show one page for an empty report",
                "Add a README",
                "Add pages and text tables",
            ],
            git("log", "--format=%s", "main").splitlines(),
        )

    def test_commits_below_are_untouched(self):
        self.assertEqual("2026-02-02T10:00:00+00:00", git("log", "-1", "--format=%cI", "main~2"))

    def test_first_commit_changes_only_the_page_count(self):
        self.assertEqual(["pages.py"], self.changed("main~1"))
        text = git("show", "main~1:pages.py")
        self.assertIn("return max(1, -(-len(rows) // ROWS_PER_PAGE))", text)
        self.assertIn("def totals(rows):", text)
        self.assertNotIn("column_sums", text)

    def test_second_commit_is_the_renaming(self):
        self.assertEqual(["README.md", "pages.py", "tables.py"], self.changed("main"))
        for path in ("pages.py", "tables.py"):
            self.assertNotIn("totals", git("show", "main:" + path))
        diff = git("diff", "main~1", "main", "--", "pages.py")
        self.assertNotIn("page_count", "".join(x for x in diff.splitlines() if x[:1] in "+-"))

    def test_final_code_works(self):
        script = "import pages, tables; print(pages.page_count([]), tables.table([(1, 2), (3, 4)], 1))"
        done = subprocess.run(
            ["python3", "-c", script], cwd=REPO, capture_output=True, text=True, timeout=10
        )
        self.assertEqual("1 1 2\n3 4\n= 4 6\n", done.stdout, done.stderr)

    def test_debug_output_is_gone(self):
        self.assertFalse(os.path.exists(REPO + "/debug-output.txt"))
        self.assertEqual("", git("log", "--format=%h", "main", "--", "debug-output.txt"))
        self.assertEqual("4", git("rev-list", "--count", "main"))

    def test_nothing_is_left_over(self):
        self.assertEqual("", git("status", "--porcelain"))
        self.assertEqual("refs/heads/main", git("for-each-ref", "--format=%(refname)"))
        self.assertEqual("refs/heads/main", git("symbolic-ref", "HEAD"))
        self.assertIn("Rename", git("log", "-1", "--format=%s"))


if __name__ == "__main__":
    unittest.main()
