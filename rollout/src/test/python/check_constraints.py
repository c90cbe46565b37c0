"""Holds Millrace's constraints against XGrammar, which reads them in vLLM and in SGLang.

usage: check_constraints.py JAVA CLASSPATH

XGrammar comes without its dependencies (requirements-xgrammar.txt): PyTorch and Transformers make
masks over a vocabulary, which nothing here does, so empty modules stand in for them.
"""

import importlib.metadata
import json
import subprocess
import sys
import types

import tvm_ffi  # first, as it looks whether there is a real PyTorch

FAMILIES = 11
DEMANDS = 4


class Absent:
    """Anything of a module that is not there."""

    def __init__(self, *_, **__):
        pass


for name in ("torch", "transformers"):
    module = types.ModuleType(name)
    module.__getattr__ = lambda _: Absent
    sys.modules[name] = module

import xgrammar
from xgrammar.testing import _is_grammar_accept_string as accepts

java, classpath = sys.argv[1:3]
printed = subprocess.run(
    [java, "-Xmx512m", "-cp", classpath, "dev.millrace.rollout.markup.ConstraintTexts"],
    check=True, stdout=subprocess.PIPE, text=True, encoding="utf-8").stdout
families, demands, texts, problems = set(), set(), 0, []
for line in printed.splitlines():
    if not line.startswith("{"):
        continue
    one = json.loads(line)
    families.add(one["family"])
    demands.add((one["at_least_one"], one["single"]))
    for form, grammar in {
        "structural tag": xgrammar.Grammar.from_structural_tag(json.loads(one["structural_tag"])),
        "GBNF": xgrammar.Grammar.from_ebnf(one["gbnf"]),
    }.items():
        where = f"{one['family']}, {form}, at least one {one['at_least_one']}, single {one['single']}"
        for text in one["refused"]:
            if accepts(grammar, text):
                problems.append(f"{where}: accepts {text!r}")
        for text in one["texts"]:
            texts += 1
            if not accepts(grammar, text):
                problems.append(f"{where}: refuses {text!r}")
print(f"xgrammar {importlib.metadata.version('xgrammar')}: {texts} texts of {len(families)} families")
if len(families) != FAMILIES or len(demands) != DEMANDS:
    problems.insert(0, f"{len(families)} families and {len(demands)} demands, not {FAMILIES} and {DEMANDS}")
for problem in problems[:20]:
    print("FAILED:", problem)
sys.exit(1 if problems else 0)
