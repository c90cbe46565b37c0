import os
import subprocess
import unittest

REPO = "/home/dev/mailer"


def git(*args):
    done = subprocess.run(["git", *args], cwd=REPO, capture_output=True, text=True, timeout=20)
    return done.stdout.strip() if done.returncode == 0 else f"git {args}: {done.stderr}"


MAIN = [
    "Add the sender",
    "Describe the setup",
    "Describe the lists and use port 465",
    "Take the relay settings out of the repository",
    "Allow comments in lists",
    "Ignore the relay settings",
]


class PurgedRepository(unittest.TestCase):
    def test_no_object_holds_the_password(self):
        done = subprocess.run(
            ["git", "cat-file", "--batch-all-objects", "--batch", "--buffer"],
            cwd=REPO,
            capture_output=True,
            timeout=20,
        )
        self.assertEqual(0, done.returncode)
        self.assertNotIn(b"copper-lantern", done.stdout)

    def test_settings_file_is_in_no_commit(self):
        self.assertEqual("", git("log", "--all", "--format=%h", "--", "config/relay.env"))
        self.assertIn("docs/setup.md", git("ls-tree", "-r", "--name-only", "v1.0"))

    def test_main_has_the_same_commits_and_the_new_one(self):
        self.assertEqual(MAIN, git("log", "--reverse", "--format=%s", "main").splitlines())

    def test_digest_branches_off_at_the_tag(self):
        self.assertEqual(MAIN[:3] + ["Add a daily digest"], git("log", "--reverse", "--format=%s", "digest").splitlines())
        self.assertEqual(git("rev-parse", "v1.0^{commit}"), git("merge-base", "main", "digest"))
        self.assertEqual("", git("log", "--all", "--format=%h", "--", "config/relay.env"))

    def test_tag_is_still_annotated(self):
        self.assertEqual("tag First release", git("for-each-ref", "--format=%(objecttype) %(subject)", "refs/tags/v1.0"))
        self.assertEqual(MAIN[2], git("log", "-1", "--format=%s", "v1.0"))
        self.assertNotIn("copper", git("show", "v1.0:docs/setup.md"))

    def test_dates_are_kept(self):
        days = [line[8:10] for line in git("log", "--reverse", "--format=%cI", "main~1").splitlines()]
        self.assertEqual(["01", "02", "03", "05", "06"], days)

    def test_sentence_is_redacted(self):
        text = "The relay is relay.example.com, port %s, password REDACTED."
        self.assertEqual("# Setup\n\n" + text % 587, git("show", "v1.0:docs/setup.md"))
        self.assertEqual("# Setup\n\n" + text % 465, git("show", "digest:docs/setup.md"))

    def test_only_the_known_refs_are_left(self):
        refs = git("for-each-ref", "--format=%(refname)").splitlines()
        self.assertEqual(["refs/heads/digest", "refs/heads/main", "refs/tags/v1.0"], refs)
        self.assertNotIn("copper-lantern", git("log", "--all", "-p"))
        self.assertEqual("", git("fsck", "--no-dangling", "--no-progress"))

    def test_settings_are_ignored_and_the_tree_is_clean(self):
        self.assertIn("config/relay.env", git("show", "main:.gitignore").split())
        self.assertEqual([".gitignore"], git("diff", "--name-only", "main~1", "main").split())
        self.assertEqual("main", git("symbolic-ref", "--short", "HEAD"))
        self.assertEqual("", git("status", "--porcelain"))


if __name__ == "__main__":
    unittest.main()
