"""Holds what Millrace makes of rows against what SWE-bench makes of them: scripts, parsers, images.

usage: check_rows.py JAVA CLASSPATH GRADERS

GRADERS is as for check_grading.py. Every repository and version that SWE-bench 4 knows for Python
becomes a row; rows of version 5 keep their script. Two differences are meant, and taken out before
the comparison: tests that a patch adds are removed first, and the tests' patch is a file.
"""

import importlib
import json
import pathlib
import subprocess
import sys
import types

TEST_PATCH = """diff --git a/tests/one/test_a.py b/tests/one/test_a.py
--- a/tests/one/test_a.py
+++ b/tests/one/test_a.py
@@ -1 +1 @@
-a
+b
diff --git a/tests/test_new.py b/tests/test_new.py
new file mode 100644
--- /dev/null
+++ b/tests/test_new.py
@@ -0,0 +1 @@
+c
diff --git a/tests/data.json b/tests/data.json
--- a/tests/data.json
+++ b/tests/data.json
@@ -1 +1 @@
-1
+2
"""
WITHOUT_TESTS = {"dbt-labs/dbt-core", "swe-bench/humaneval"}


class Anything(types.ModuleType):
    """A module of which nothing is used."""

    def __getattr__(self, name):
        return self if not name.startswith("__") else super().__getattribute__(name)

    def __call__(self, *_, **__):
        return self


def package(name, directory):
    module = types.ModuleType(name)
    module.__path__ = [str(pathlib.Path(directory, *name.split(".")))]
    sys.modules[name] = module


def row(repo, version, **more):
    return {"repo": repo, "version": version, "instance_id": repo.replace("/", "__") + "-1", "base_commit": "5eed",
            "patch": "", "test_patch": TEST_PATCH, "problem_statement": "It is wrong.", "FAIL_TO_PASS": ["a"],
            "PASS_TO_PASS": []} | more


def plain(script):
    """A script without what differs on purpose."""
    start = script.find("git apply -v - <<'")
    if start >= 0:
        end = script.index("'", start + 18)
        delimiter = script[start + 18:end]
        rest = script.index(f"\n{delimiter}\n", end) + len(delimiter) + 2
        script = script[:start] + "git apply -v /tests/test.patch\n" + script[rest:]
    script = script.replace("git apply -v /tests/test.patch || exit 1\n", "git apply -v /tests/test.patch\n")
    return "\n".join(line for line in script.splitlines() if "rm -f -- " not in line)


def main():
    java, classpath, graders = sys.argv[1:]
    directory = pathlib.Path(graders, "swebench-4.1.0")
    for name in ("requests", "dotenv", "docker", "datasets", "tqdm", "yaml"):
        sys.modules[name] = Anything(name)
    for name in ("swebench", "swebench.harness", "swebench.harness.test_spec"):
        package(name, directory)
    python = importlib.import_module("swebench.harness.test_spec.python")
    constants = importlib.import_module("swebench.harness.constants.python")
    parsers = importlib.import_module("swebench.harness.log_parsers.python")

    rows, wanted = [], []
    for repo, versions in constants.MAP_REPO_VERSION_TO_SPECS_PY.items():
        for version, specs in versions.items() if repo not in WITHOUT_TESTS else ():
            one = row(repo, version)
            lines = python.make_eval_script_list_py(one, specs, "testbed", "/testbed", one["base_commit"], TEST_PATCH)
            script = "\n".join(["#!/bin/bash", "set -uxo pipefail"] + lines) + "\n"
            rows.append(one)
            wanted.append((script, parsers.MAP_REPO_TO_PARSER_PY[repo],
                           "swebench/sweb.eval.x86_64." + one["instance_id"].lower().replace("__", "_1776_") + ":latest"))
    own = "#!/bin/bash\nset -uxo pipefail\ncd /testbed\n: '>>>>> Start Test Output'\nmake test\n: '>>>>> End Test Output'\n"
    rows.append(row("own/own", "1", image="own:1", log_parser="parse_log_django", eval_type="pass_and_fail", eval_script=own))
    wanted.append((own, parsers.parse_log_django, "own:1"))

    done = subprocess.run([java, "-Xmx512m", "-cp", classpath, "dev.millrace.rollout.task.swebench.RowScripts"],
                          input="".join(json.dumps(one) + "\n" for one in rows), stdout=subprocess.PIPE, text=True,
                          encoding="utf-8", check=True)
    made = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    problems = []
    for one, ours, (script, parser, image) in zip(rows, made, wanted, strict=True):
        place = f"{one['repo']} {one['version']}"
        if plain(ours["script"]) != plain(script):
            problems.append(f"{place}: the script is\n{ours['script']}\nnot\n{script}")
        if getattr(parsers, ours["parser"]) is not parser:
            problems.append(f"{place}: the parser is {ours['parser']}, not {parser.__name__}")
        if ours["image"] != image:
            problems.append(f"{place}: the image is {ours['image']}, not {image}")
    print(f"{len(rows)} rows as SWE-bench makes scripts of them, {len(problems)} differences")
    if len(rows) < 250:
        problems.insert(0, f"{len(rows)} rows are fewer than 250")
    for problem in problems[:5]:
        print("FAILED:", problem)
    return 1 if problems else 0


sys.exit(main())
