"""The packages there are."""
import json

from pkgsolve.constraint import Requirement
from pkgsolve.version import Version


class Index:
    """`packages` maps a name to a dict from version to a list of requirements, all as text."""

    def __init__(self, packages):
        self.packages = packages

    @classmethod
    def load(cls, path):
        with open(path, encoding="utf-8") as file:
            return cls(json.load(file))

    def versions(self, name):
        """The versions of a package, newest first."""
        return sorted((Version(text) for text in self.packages.get(name, {})), reverse=True)

    def requirements(self, name, version):
        return [Requirement.parse(text) for text in self.packages[name][str(version)]]
