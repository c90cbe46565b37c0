import os
import shutil
import subprocess
import unittest

BIN, PKGS = "/opt/tools/bin/", "/opt/tools/pkgs/"
COMMANDS = {
    "grapher": ("grapher", "grapher 0.12"),
    "map-legend": ("mapper", "map-legend 1.10.0"),
    "map-tiles": ("mapper", "map-tiles 1.10.0"),
    "mapper": ("mapper", "mapper 1.10.0"),
    "plotter": ("plotter", "plotter 4.1"),
    "survey-import": ("surveyor", "survey-import 2.0"),
    "surveyor": ("surveyor", "surveyor 2.0"),
}


def run(path):
    return subprocess.run([path], capture_output=True, text=True, timeout=5, check=True).stdout.strip()


class Farm(unittest.TestCase):
    def test_current_versions(self):
        self.assertEqual(
            {"grapher": "0.12", "mapper": "1.10.0", "plotter": "4.1", "surveyor": "2.0"},
            {package: os.readlink(f"{PKGS}{package}/current") for package in sorted(os.listdir(PKGS))},
        )

    def test_targets_are_relative_by_way_of_current(self):
        self.assertEqual(
            {name: f"../pkgs/{package}/current/bin/{name}" for name, (package, _) in COMMANDS.items()},
            {name: os.readlink(BIN + name) for name in COMMANDS},
        )

    def test_commands_run_in_their_current_version(self):
        self.assertEqual(
            {name: said for name, (_, said) in COMMANDS.items()}, {name: run(BIN + name) for name in COMMANDS}
        )

    def test_nothing_else_is_linked(self):
        self.assertEqual(sorted([*COMMANDS, "helper", "local-check"]), sorted(os.listdir(BIN)))

    def test_what_is_not_ours_stays(self):
        self.assertEqual("../../elsewhere/bin/helper", os.readlink(BIN + "helper"))
        self.assertFalse(os.path.islink(BIN + "local-check"))
        self.assertEqual("local", run(BIN + "local-check"))
        self.assertEqual(9, len(os.listdir(BIN)))

    def test_farm_can_be_moved(self):
        shutil.copytree("/opt/tools", "/tmp/moved/tools", symlinks=True)
        self.addCleanup(shutil.rmtree, "/tmp/moved")
        self.assertEqual("mapper 1.10.0", run("/tmp/moved/tools/bin/mapper"))
        self.assertTrue(os.path.realpath("/tmp/moved/tools/bin/mapper").startswith("/tmp/moved/"))

    def test_packages_are_unchanged(self):
        files = sum(len(files) for _, _, files in os.walk(PKGS))
        self.assertEqual(16, files)
        self.assertEqual("0.12", os.readlink(PKGS + "grapher/current"))


if __name__ == "__main__":
    unittest.main()
