import os
import subprocess
import unittest

HOOK = "/srv/deploy/hooks/post-deploy"
LOG = "/srv/deploy/deployed.log"


class PostDeployHook(unittest.TestCase):
    def setUp(self):
        self.leftover = os.path.exists(LOG)

    def tearDown(self):
        if not self.leftover and os.path.exists(LOG):
            os.unlink(LOG)

    def test_a_no_log_is_left_from_trying_it(self):
        self.assertFalse(self.leftover)

    def test_hook_is_executable(self):
        self.assertTrue(os.stat(HOOK).st_mode & 0o100)

    def test_hook_runs_and_logs_the_environment(self):
        for name in ("production", "staging"):
            subprocess.run([HOOK, name], check=True, cwd="/", timeout=10)
        with open(LOG, newline="") as log:
            self.assertEqual(["production deployed\n", "staging deployed\n"], list(log)[-2:])

    def test_hook_still_needs_its_argument(self):
        done = subprocess.run([HOOK], cwd="/", timeout=10, stderr=subprocess.DEVNULL)
        self.assertNotEqual(0, done.returncode)
        self.assertNotEqual(126, done.returncode)

    def test_text_of_the_hook_is_the_same(self):
        with open(HOOK, "rb") as hook:
            lines = [line.rstrip() for line in hook.read().split(b"\n")]
        self.assertEqual(b"#!/bin/bash", lines[0])
        self.assertIn(b'environment="$1"', lines)
        self.assertIn(b'cd "$(dirname "$0")/.."', lines)
        self.assertEqual(7, len(lines))

    def test_other_hook_is_untouched(self):
        with open("/srv/deploy/hooks/pre-deploy", "rb") as hook:
            self.assertEqual(b'#!/bin/bash\nset -eu\ntest -n "$1"\n', hook.read())


if __name__ == "__main__":
    unittest.main()
