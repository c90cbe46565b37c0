"""Holds Millrace's comparison of function calls against the leaderboard's own checker.

usage: check_calls.py JAVA CLASSPATH

For each question of the leaderboard: the right calls, in Python and as JSON, and calls that are
wrong in one place each are judged by both. bfcl-eval comes without its dependencies: its table of
models and its readers of Java and JavaScript are not needed, so empty modules stand in for them.

Two differences are meant. The leaderboard drops arguments without a name; here they are wrong. It
takes the first call that fits an expected one; here calls are paired off, so that all fit where they can.
Neither form is among the calls made here.
"""

import importlib.metadata
import importlib.util
import json
import pathlib
import random
import subprocess
import sys
import types
from collections import defaultdict


class Model:
    underscore_to_dot = False


class Models(dict):
    def __missing__(self, key):
        return Model


def absent(name, **members):
    module = types.ModuleType(name)
    for key, value in members.items():
        setattr(module, key, value)
    sys.modules[name] = module


absent("bfcl_eval.constants.model_config", MODEL_CONFIG_MAPPING=Models())
for kind in ("java", "js"):
    absent(f"bfcl_eval.eval_checker.ast_eval.type_convertor.{kind}_type_converter",
           **{f"{kind}_type_converter": None})

from bfcl_eval.constants.enums import Language
from bfcl_eval.eval_checker.ast_eval.ast_checker import ast_checker

java, classpath = sys.argv[1:3]
data = pathlib.Path(importlib.util.find_spec("bfcl_eval").origin).parent / "data"
CATEGORIES = ("simple_python", "multiple", "parallel", "parallel_multiple", "live_simple",
              "live_multiple", "live_parallel", "live_parallel_multiple")
random.seed(7)


def rows(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def plain(value):
    """A dict of allowed values, or a list of such, as one that is right."""
    if isinstance(value, dict):
        return {key: values[0] for key, values in value.items()
                if isinstance(values, list) and values and values[0] != ""}
    if isinstance(value, list):
        return [plain(item) if isinstance(item, dict) else item for item in value]
    return value


def right(call, optional):
    name, arguments = next(iter(call.items()))
    chosen = {}
    for key, allowed in arguments.items():
        given = [value for value in allowed if value != ""]
        if given and ("" not in allowed or optional):
            chosen[key] = plain(random.choice(given))
    return {name: chosen}


def other(value):
    """Another value that is near."""
    choices = {
        bool: lambda: [not value, int(value), str(value)],
        int: lambda: [value + 1, float(value), str(value), -value, True],
        float: lambda: [value + 0.5, int(value), str(value), round(value, 1)],
        str: lambda: [value.upper(), value + "x", value.replace(" ", "-"), " " + value + ".", "",
                      value.replace("'", '"'), [value]],
        list: lambda: [value[::-1], value + value[:1], value[:-1], [other(v) for v in value],
                       [v.upper() if isinstance(v, str) else v for v in value], str(value)],
        dict: lambda: [{**value, "extra": 1}, dict(list(value.items())[1:]),
                       {k: other(v) for k, v in value.items()}, dict(reversed(value.items())), []],
    }
    return random.choice(choices.get(type(value), lambda: ["None", 0])())


def mutated(calls):
    calls = json.loads(json.dumps(calls))
    at = random.randrange(len(calls))
    name, arguments = next(iter(calls[at].items()))
    kind = random.choice(["value", "value", "value", "drop", "add", "name", "twice", "without",
                          "order", "empty"])
    if kind == "value" and arguments:
        key = random.choice(list(arguments))
        arguments[key] = other(arguments[key])
    elif kind == "drop" and arguments:
        del arguments[random.choice(list(arguments))]
    elif kind == "add":
        arguments["surplus"] = 1
    elif kind == "name":
        calls[at] = {name + "s": arguments}
    elif kind == "twice":
        calls.append(calls[at])
    elif kind == "without":
        calls.pop(at)
    elif kind == "order":
        random.shuffle(calls)
    elif kind == "empty":
        calls[at] = {name: {}}
    return calls


def in_python(calls):
    def call(one):
        name, arguments = next(iter(one.items()))
        return name + "(" + ", ".join(f"{k}={v!r}" for k, v in arguments.items()) + ")"
    return "[" + ", ".join(map(call, calls)) + "]"


def in_json(calls):
    return json.dumps([{"name": name, "arguments": arguments}
                       for one in calls for name, arguments in one.items()])


asked, expected, unread = [], [], defaultdict(int)
for category in CATEGORIES:
    file = f"BFCL_v4_{category}.json"
    answers = {row["id"]: row["ground_truth"] for row in rows(data / "possible_answer" / file)}
    for question in rows(data / file):
        truth = answers[question["id"]]
        made = [[right(call, False) for call in truth], [right(call, True) for call in truth]]
        made += [mutated(made[1]) for _ in range(6)]
        for calls in made:
            names = [next(iter(call)) for call in calls]
            # A word of Python's, or a name that is none, cannot be written as a call of Python.
            writable = all(part.isidentifier() for one in calls for n, a in one.items()
                           for part in n.split(".") + list(a))
            try:
                verdict = ast_checker(question["function"], calls, truth, Language.PYTHON,
                                      category, "none")["valid"]
            except (AttributeError, KeyError, TypeError, IndexError):
                unread[category] += 1
                continue
            for text in ([in_python(calls)] if writable else []) + [in_json(calls)]:
                asked.append({"file": file, "id": question["id"], "answer": text})
                expected.append(verdict)

printed = subprocess.run(
    [java, "-Xmx512m", "-cp", classpath, "dev.millrace.rewards.calls.CallAgreement", str(data)],
    input="".join(json.dumps(one) + "\n" for one in asked), capture_output=True, text=True,
    encoding="utf-8")
if printed.returncode:
    sys.exit(printed.stderr[-4000:])
lines = printed.stdout.splitlines()
problems = [(one, verdict, line) for one, verdict, line in zip(asked, expected, lines)
            if verdict != line.startswith("1")]
version = importlib.metadata.version("bfcl-eval")
print(f"bfcl-eval {version}: {len(asked)} answers, {sum(expected)} of them right,"
      f" {len(problems)} judged otherwise; {sum(unread.values())} that its checker cannot judge")
for one, verdict, line in problems[:20]:
    print("FAILED:", "right" if verdict else "wrong", "there, here", line, "-", one)
few = min(sum(expected), len(expected) - sum(expected)) <= 5000
if few or len(lines) != len(asked):
    print(f"FAILED: {len(lines)} verdicts, which have to be {len(asked)}, with 5000 of each kind and more")
sys.exit(1 if problems or few or len(lines) != len(asked) else 0)
