import unittest

from pkgsolve.constraint import Requirement
from pkgsolve.index import Index
from pkgsolve.resolver import ResolutionError, resolve
from pkgsolve.version import Version


def solve(packages, *texts):
    return {name: str(version) for name, version in resolve(Index(packages), texts).items()}


class ResolverTest(unittest.TestCase):
    def test_newest_wins(self):
        self.assertEqual(solve({"a": {"1.9": [], "1.10": []}}, "a"), {"a": "1.10"})

    def test_trailing_zeros_do_not_matter(self):
        self.assertEqual(Version("1.0"), Version("1"))

    def test_spaces_in_requirements(self):
        self.assertTrue(Requirement.parse("web >= 2.0, < 3").allows(Version("2.5")))

    def test_backtracking(self):
        packages = {"a": {"1": ["c"], "2": ["c<2"]}, "b": {"1": ["c>=2"]}, "c": {"1": [], "2": []}}
        self.assertEqual(solve(packages, "a", "b"), {"a": "1", "b": "1", "c": "2"})

    def test_nothing_fits(self):
        with self.assertRaises(ResolutionError):
            solve({"a": {"1": []}}, "a>1")


if __name__ == "__main__":
    unittest.main()
