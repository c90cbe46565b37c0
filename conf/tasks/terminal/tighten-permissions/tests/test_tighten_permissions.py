import os
import stat
import unittest

ROOT = "/srv/portal"


def mode(path):
    return oct(stat.S_IMODE(os.lstat(os.path.join(ROOT, path)).st_mode))[2:]


def modes(*paths):
    return {path: mode(path) for path in paths}


class Modes(unittest.TestCase):
    def check(self, expected, *paths):
        self.assertEqual(dict.fromkeys(paths, expected), modes(*paths))

    def test_secrets_are_for_the_owner_only(self):
        self.check("700", "secrets", "secrets/keys")
        self.check("600", "secrets/token", "secrets/keys/signing.key", "secrets/rotate.sh")

    def test_scripts_are_executable_and_not_setuid(self):
        self.check("755", "bin/start", "bin/weekly report", "bin/lib/probe", "hooks/deploy/after")

    def test_other_files_are_plain(self):
        self.check(
            "644",
            "bin/lib/functions.sh",
            "hooks/deploy/order.yaml",
            "config/portal.conf",
            "config/notes.conf",
            "public/index.html",
            "public/img/logo.svg",
            "spool/job-1",
            "PERMISSIONS.md",
        )

    def test_directories(self):
        self.check("755", ".", "bin", "bin/lib", "hooks", "hooks/deploy", "config", "public", "public/img")
        self.assertEqual("600", mode("secrets/token"))

    def test_spool_is_open_and_sticky(self):
        self.check("1777", "spool")

    def test_links_and_their_targets_are_left_alone(self):
        self.assertEqual("/opt/vendor/tool", os.readlink(ROOT + "/bin/tool"))
        self.assertEqual("../secrets/token", os.readlink(ROOT + "/config/token"))
        self.assertEqual("750", mode("/opt/vendor/tool"))
        self.assertEqual("600", mode("secrets/token"))

    def test_contents_are_unchanged(self):
        with open(ROOT + "/secrets/rotate.sh") as script:
            self.assertEqual("#!/bin/bash\necho not to be run\n", script.read())
        self.assertEqual("700", mode("secrets"))


if __name__ == "__main__":
    unittest.main()
