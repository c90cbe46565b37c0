#!/bin/bash
set -euo pipefail
cd /app
cat > pkgsolve/version.py <<'SOURCE'
"""Versions."""
import re
from functools import total_ordering

FORM = re.compile(r"(\d+(?:\.\d+)*)(?:(a|b|rc)(\d+))?")


@total_ordering
class Version:
    """Dotted numbers with an optional pre-release suffix; `str` gives the text as it was written."""

    def __init__(self, text):
        match = FORM.fullmatch(text)
        if not match:
            raise ValueError("not a version: %r" % text)
        self.text = text
        self.numbers = tuple(int(number) for number in match[1].split("."))
        self.is_prerelease = match[2] is not None
        stage = (match[2], int(match[3])) if self.is_prerelease else ("z", 0)
        self.key = (strip_zeros(self.numbers), stage)

    def __eq__(self, other):
        return isinstance(other, Version) and self.key == other.key

    def __lt__(self, other):
        return self.key < other.key

    def __hash__(self):
        return hash(self.key)

    def __str__(self):
        return self.text


def strip_zeros(numbers):
    while numbers and numbers[-1] == 0:
        numbers = numbers[:-1]
    return numbers
SOURCE
cat > pkgsolve/constraint.py <<'SOURCE'
"""Requirements on versions."""
import operator
import re
from dataclasses import dataclass

from pkgsolve.version import Version

def compatible(version, bound):
    """At least `bound`, and the same in all numbers of it but the last."""
    *prefix, last = bound.numbers[:-1]
    return bound <= version < Version(".".join(map(str, [*prefix, last + 1])))


OPERATORS = {
    ">=": operator.ge,
    "<=": operator.le,
    "==": operator.eq,
    "!=": operator.ne,
    "~=": compatible,
    ">": operator.gt,
    "<": operator.lt,
}
CONDITION = re.compile(r"(>=|<=|==|!=|~=|>|<)\s*([^\s,<>=!~]+)")
FORM = re.compile(r"\s*([a-z0-9-]+)\s*((?:%s\s*(?:,\s*%s\s*)*)?)" % ((CONDITION.pattern.replace("(", "(?:"),) * 2))


@dataclass(frozen=True)
class Requirement:
    """A package name and conditions, each a pair of operator and version."""

    name: str
    conditions: tuple

    @classmethod
    def parse(cls, text):
        match = FORM.fullmatch(text)
        if not match:
            raise ValueError("not a requirement: %s" % text)
        conditions = []
        for sign, bound in CONDITION.findall(match[2]):
            try:
                conditions.append((sign, Version(bound)))
            except ValueError as error:
                raise ValueError("not a requirement: %s (%s)" % (text, error)) from error
            if sign == "~=" and len(conditions[-1][1].numbers) < 2:
                raise ValueError("~= needs at least two numbers: %s" % text)
        return cls(match[1], tuple(conditions))

    def allows(self, version):
        if version.is_prerelease and not any(bound.is_prerelease for _, bound in self.conditions):
            return False
        return all(OPERATORS[sign](version, bound) for sign, bound in self.conditions)

    def __str__(self):
        return self.name + ",".join(sign + str(bound) for sign, bound in self.conditions)
SOURCE
cat > pkgsolve/resolver.py <<'SOURCE'
"""The choice of versions."""
from pkgsolve.constraint import Requirement


class ResolutionError(Exception):
    """No set of versions meets all requirements."""


def resolve(index, texts):
    """A dict from package name to version, in the order of the names."""
    search = Search(index)
    chosen = search.solve({}, [(Requirement.parse(text), "requested") for text in texts])
    if chosen is None:
        raise ResolutionError(search.first_failure)
    return dict(sorted(chosen.items()))


class Search:
    """A depth-first search; requirements are pairs of a requirement and what it comes from."""

    def __init__(self, index):
        self.index = index
        self.first_failure = None

    def solve(self, chosen, requirements):
        """The first complete choice that extends `chosen`, or None."""
        for requirement, _ in requirements:
            name = requirement.name
            if name in chosen:
                if not requirement.allows(chosen[name]):
                    return self.fail(name, requirements)
        open_names = [requirement.name for requirement, _ in requirements if requirement.name not in chosen]
        if not open_names:
            return chosen
        name = open_names[0]
        relevant = [requirement for requirement, _ in requirements if requirement.name == name]
        candidates = [v for v in self.index.versions(name) if all(r.allows(v) for r in relevant)]
        if not candidates:
            return self.fail(name, requirements)
        for version in candidates:
            origin = "%s %s" % (name, version)
            added = [(requirement, origin) for requirement in self.index.requirements(name, version)]
            solution = self.solve({**chosen, name: version}, requirements + added)
            if solution is not None:
                return solution
        return None

    def fail(self, name, requirements):
        if self.first_failure is None:
            if not self.index.versions(name):
                self.first_failure = "no such package: " + name
            else:
                reasons = sorted("%s (%s)" % pair for pair in requirements if pair[0].name == name)
                self.first_failure = "no version of %s for: %s" % (name, ", ".join(reasons))
        return None
SOURCE
