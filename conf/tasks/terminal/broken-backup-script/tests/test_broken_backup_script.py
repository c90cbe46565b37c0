import os
import subprocess
import tarfile
import tempfile
import unittest

SCRIPT = "/srv/backup/backup.sh"
STAMPS = ["20231231-2359", "20240101-0300", "20240102-0300", "20240110-0300"]


class Backup(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.TemporaryDirectory()
        self.addCleanup(self.directory.cleanup)
        self.root = self.directory.name
        for path in ("site one/index.html", "site one/x.tmp", "site one/cache/c", "site one/sub dir/a.txt", "mail/m1"):
            self.write(path, path)
        os.mkdir(self.path("store"))
        self.configure("# all\nsite %s/site one\n\nmail %s/mail" % (self.root, self.root))

    def path(self, *parts):
        return os.path.join(self.root, *parts)

    def write(self, path, text):
        os.makedirs(os.path.dirname(self.path(path)), exist_ok=True)
        with open(self.path(path), "w", encoding="utf-8") as file:
            file.write(text)

    def configure(self, sources, keep=2):
        self.write("sources", sources)
        self.write(
            "conf",
            f'TARGET={self.root}/store\nSOURCES={self.root}/sources\nKEEP={keep}\nEXCLUDE="*.tmp cache"\n',
        )

    def run_script(self, *args, cwd=None):
        return subprocess.run(
            ["bash", SCRIPT, *args], cwd=cwd or self.root, capture_output=True, text=True, timeout=8
        )

    def store(self):
        return sorted(os.listdir(self.path("store")))

    def files(self, archive):
        with tarfile.open(self.path("store", archive)) as tar:
            return sorted(member.name for member in tar if not member.isdir())

    def test_archives_hold_relative_paths_without_excluded_files(self):
        self.write("decoy.tmp", "would change an expanded pattern")
        done = self.run_script(self.path("conf"), "20260201-0300")
        self.assertEqual("ok site 2\nok mail 1\ndone: 2 ok, 0 failed\n", done.stdout, done.stderr)
        self.assertEqual(0, done.returncode)
        self.assertEqual(["./index.html", "./sub dir/a.txt"], self.files("site-20260201-0300.tar.gz"))
        self.assertEqual(["./m1"], self.files("mail-20260201-0300.tar.gz"))

    def test_config_may_be_named_relative_to_the_caller(self):
        done = self.run_script("conf", "20260201-0300")
        self.assertEqual("done: 2 ok, 0 failed", done.stdout.splitlines()[-1])

    def test_newest_archives_by_name_stay(self):
        for n, stamp in enumerate(STAMPS):
            self.write(f"store/mail-{stamp}.tar.gz", stamp)
            os.utime(self.path("store", f"mail-{stamp}.tar.gz"), (2000000000 - n, 2000000000 - n))
        self.run_script(self.path("conf"), "20240105-0300")
        self.assertEqual(
            ["mail-20240105-0300.tar.gz", "mail-20240110-0300.tar.gz", "site-20240105-0300.tar.gz"], self.store()
        )

    def test_nothing_is_deleted_when_there_are_few(self):
        self.write("store/mail-20240101-0300.tar.gz", "x")
        self.assertEqual(0, self.run_script(self.path("conf"), "20260201-0300").returncode)
        self.assertEqual(3, len(self.store()))

    def test_archives_of_other_names_are_left_alone(self):
        others = [f"mail-old-{stamp}.tar.gz" for stamp in STAMPS]
        others += ["mail-by-hand.tar.gz", "mail-20240101-0300.tar.gz.bak", "xmail-20240101-0300.tar.gz"]
        for name in others:
            self.write("store/" + name, name)
        self.run_script(self.path("conf"), "20260201-0300")
        self.assertEqual([], sorted(set(others) - set(self.store())))
        self.assertEqual(len(others) + 2, len(self.store()))

    def test_missing_source_fails_alone_and_keeps_its_archives(self):
        for stamp in STAMPS:
            self.write(f"store/lost-{stamp}.tar.gz", stamp)
        self.configure(f"lost {self.root}/not here\nmail {self.root}/mail\n", keep=1)
        done = self.run_script(self.path("conf"), "20260201-0300")
        self.assertEqual(1, done.returncode)
        self.assertEqual("ok mail 1\ndone: 1 ok, 1 failed\n", done.stdout)
        self.assertIn("lost", done.stderr)
        self.assertEqual([f"lost-{s}.tar.gz" for s in STAMPS] + ["mail-20260201-0300.tar.gz"], self.store())

    def test_existing_archive_is_not_overwritten(self):
        self.write("store/mail-20260201-0300.tar.gz", "precious")
        done = self.run_script(self.path("conf"), "20260201-0300")
        self.assertEqual((1, "done: 1 ok, 1 failed"), (done.returncode, done.stdout.splitlines()[-1]))
        with open(self.path("store", "mail-20260201-0300.tar.gz")) as archive:
            self.assertEqual("precious", archive.read())
        self.assertEqual(2, len(self.store()))

    def test_wrong_arguments(self):
        for args in ([], [self.path("conf")], [self.path("conf"), "today"], [self.path("conf"), "20260201-03000"],
                     [self.path("none"), "20260201-0300"], [self.path("conf"), "20260201-0300", "x"]):
            done = self.run_script(*args)
            self.assertEqual(2, done.returncode, args)
            self.assertTrue(done.stderr, args)
        self.assertEqual([], self.store())

    def test_set_up_is_as_it_was(self):
        self.assertEqual(13, len(os.listdir("/srv/backup/store")))
        self.assertEqual(6, sum(len(files) for _, _, files in os.walk("/srv/backup/data")))
        self.assertEqual(
            ["backup.conf", "backup.sh", "data", "sources.txt", "store"], sorted(os.listdir("/srv/backup"))
        )
        with open("/srv/backup/backup.conf") as conf:
            self.assertIn("KEEP=3", conf.read())
        self.assertEqual(0, self.run_script(self.path("conf"), "20260301-0300").returncode)


if __name__ == "__main__":
    unittest.main()
