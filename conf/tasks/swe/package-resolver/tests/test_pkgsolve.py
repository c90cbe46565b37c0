import unittest

from pkgsolve.constraint import Requirement
from pkgsolve.index import Index
from pkgsolve.resolver import ResolutionError, resolve
from pkgsolve.version import Version as V


def solve(packages, *texts):
    return {name: str(version) for name, version in resolve(Index(packages), list(texts)).items()}


def allowed(text, *versions):
    return [v for v in versions if Requirement.parse(text).allows(V(v))]


class Versions(unittest.TestCase):
    def test_order(self):
        ordered = ["0.9", "1.9", "1.10", "2.0a1", "2.0a2", "2.0b1", "2.0rc1", "2.0", "2.0.1"]
        self.assertEqual([str(v) for v in sorted(map(V, reversed(ordered)))], ordered)

    def test_trailing_zeros(self):
        self.assertEqual(V("1.0.0"), V("1"))
        self.assertEqual(len({V("1.0"), V("1"), V("1.0.0")}), 1)
        self.assertNotEqual(V("1.0"), V("1.0.1"))
        self.assertEqual(str(V("1.0")), "1.0")
        self.assertLess(V("1.0rc1"), V("1"))

    def test_bad_versions(self):
        for text in ("", "1.", "x", "1.0c1", "1..2", "1.0rc", "-1"):
            with self.subTest(text), self.assertRaises(ValueError):
                V(text)


class Requirements(unittest.TestCase):
    def test_operators(self):
        self.assertEqual(allowed(" a >= 1.5 , != 1.9, < 2 ", "1.4", "1.5", "1.9.0", "1.10", "2.0"), ["1.5", "1.10"])
        self.assertEqual(allowed("a==1.0", "1", "1.0.0", "1.0.1"), ["1", "1.0.0"])
        self.assertEqual(allowed("a~=1.4", "1.3", "1.4", "1.10", "2.0"), ["1.4", "1.10"])
        self.assertEqual(allowed("a~=1.4.2", "1.4.1", "1.4.2", "1.4.9", "1.5"), ["1.4.2", "1.4.9"])

    def test_pre_releases_only_where_named(self):
        self.assertEqual(allowed("a>=1", "1", "2.0rc1"), ["1"])
        self.assertEqual(allowed("a>=1,<=2.0b1", "2.0a1", "2.0b1", "2.0rc1"), ["2.0a1", "2.0b1"])

    def test_unreadable_requirements(self):
        for text in ("a>>1", "a~=1", "", ">=1", "a=1", "a>=", "a 1", "a>=1 2"):
            with self.subTest(text):
                with self.assertRaises(ValueError) as caught:
                    Requirement.parse(text)
                self.assertIn(text, str(caught.exception))


class Resolution(unittest.TestCase):
    def test_backtracks_over_several_levels(self):
        packages = {"a": {"1": ["b<2"], "2": ["b"]}, "b": {"1": ["c"], "2": ["c>=2"]}, "c": {"1": [], "2": ["d"]},
                    "d": {"1": ["a<2"]}}
        self.assertEqual(solve(packages, "a"), {"a": "2", "b": "1", "c": "1"})

    def test_earlier_requirements_are_decided_first(self):
        packages = {"a": {"1": [], "2": ["b<2"]}, "b": {"1": [], "2": []}}
        self.assertEqual(solve(packages, "a", "b"), {"a": "2", "b": "1"})
        self.assertEqual(solve(packages, "b", "a"), {"a": "1", "b": "2"})

    def test_cycles(self):
        self.assertEqual(solve({"a": {"1": ["b"]}, "b": {"1": ["a>=1"]}}, "a"), {"a": "1", "b": "1"})

    def test_failure_names_requirements(self):
        packages = {"web": {"2.0": ["http>=2", "log<2"]}, "http": {"2.0": ["log>=2"]}, "log": {"1.6": [], "2.1": []}}
        with self.assertRaises(ResolutionError) as caught:
            solve(packages, "web", "log >= 1")
        self.assertEqual(str(caught.exception),
                         "no version of log for: log<2 (web 2.0), log>=1 (requested), log>=2 (http 2.0)")

    def test_no_such_package(self):
        with self.assertRaises(ResolutionError) as caught:
            solve({"a": {"1": ["zip"]}}, "a")
        self.assertEqual(str(caught.exception), "no such package: zip")
