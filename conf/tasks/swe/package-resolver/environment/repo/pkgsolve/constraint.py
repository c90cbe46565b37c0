"""Requirements on versions."""
import operator
import re
from dataclasses import dataclass

from pkgsolve.version import Version

OPERATORS = {">=": operator.ge, "<=": operator.le, "==": operator.eq, ">": operator.gt, "<": operator.lt}


@dataclass(frozen=True)
class Requirement:
    """A package name and conditions, each a pair of operator and version."""

    name: str
    conditions: tuple

    @classmethod
    def parse(cls, text):
        name = re.match(r"[a-z0-9-]+", text)[0]
        conditions = []
        for part in filter(None, text[len(name):].split(",")):
            sign = re.match(r"[<>=]+", part)[0]
            conditions.append((sign, Version(part[len(sign):])))
        return cls(name, tuple(conditions))

    def allows(self, version):
        return all(OPERATORS[sign](version, bound) for sign, bound in self.conditions)
