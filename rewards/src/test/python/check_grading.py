"""Holds Millrace's grades against those of the harnesses themselves, on generated rows and logs.

usage: check_grading.py JAVA CLASSPATH GRADERS [COUNT [SEED]]

GRADERS holds a directory for each release of requirements-graders.txt, named as there, with the
package and nothing that it depends on: empty modules stand in for what grading does not need. Each
release runs in a process of its own, for two of them have one name.

SWE-rebench and R2E-Gym publish no package; what is written here of them is a second reading of
their rules, and shows no more than that the two readings agree.
"""

import collections
import importlib
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import types

START, END = ">>>>> Start Test Output", ">>>>> End Test Output"
EXIT = ">>>>> Test Exit Code"
BAD = [">>>>> Patch Apply Failed", ">>>>> Reset Failed", ">>>>> Tests Errored", ">>>>> Tests Timed Out"]
STATUSES = ["PASSED", "FAILED", "ERROR", "SKIPPED", "XFAIL"]
SUMMARIES = [
    "Executed 3 of 7 SUCCESS", "Executed 0 of 0", "TOTAL: 12 SUCCESS", "TOTAL: 0 SUCCESS", "  14 passing (2s)",
    "Tests:       2 passed, 2 total", "Test Suites: 1 failed, 2 passed, 3 total", "Test Suites: 0 total",
    "# tests 5", "  # tests 5", "# tests 0", "3 specs, 0 failures", "0 specs, 0 failures", "circle': ok",
]
# which release grades a preset, and how its markers look
RELEASES = {
    "swe-bench-v5": ("swebench-5.0.2", "swe-bench"),
    "swe-bench-v5-fail-only": ("swebench-5.0.2", "swe-bench"),
    "swe-bench-v4": ("swebench-4.1.0", "swe-bench"),
    "swe-bench-v4-fail-only": ("swebench-4.1.0", "swe-bench"),
    "swe-smith": ("swesmith-0.0.9", "swe-smith"),
    "swe-smith-2025": ("swesmith-0.0.4", "swe-smith"),
    "multi-swe": ("multi-swe-bench-1.1.2", "none"),
    "swe-rebench": (None, "none"),
    "swe-rebench-exact": (None, "none"),
    "r2e-gym": (None, "none"),
}


# what is generated

def name(rng):
    base = f"tests/test_{rng.choice('ab')}.py::test_{rng.randrange(6)}"
    if rng.random() < 0.4:
        base += "[" + rng.choice(["a", "b", "a-b", "log(photon-x)", "x[0]", "[", "]", "a]b"]) + "]"
    return base


def cut(rng, full):
    return full[:rng.randrange(full.index("[") + 1, len(full) + 1)] if "[" in full else full


def expected(rng, ran):
    pool = list(ran) + [name(rng) for _ in range(2)]
    picked = [cut(rng, one) if rng.random() < 0.2 else one
              for one in rng.choices(pool, k=rng.choice([0, 1, 2, 4, 7]))] if pool else []
    return list(dict.fromkeys(picked))


def result_lines(rng, statuses):
    lines = []
    for one, status in statuses:
        message = " - AssertionError: no" if status in ("FAILED", "ERROR") and rng.random() < 0.5 else ""
        lines.append(f"{status} {one}{message}")
    return lines


def statuses(rng, most):
    likely = rng.choice([STATUSES, STATUSES, ["PASSED"], ["PASSED", "XFAIL"], ["SKIPPED"], ["PASSED", "SKIPPED"]])
    return [(name(rng), rng.choice(likely)) for _ in range(rng.randrange(most))]


def marked_log(rng, xtrace):
    """A log in the shape of a harness's, and the names that it has."""
    inner = statuses(rng, 10)
    lines = result_lines(rng, inner)
    if rng.random() < 0.3:
        lines.insert(rng.randrange(len(lines) + 1), rng.choice(SUMMARIES))
    if rng.random() < 0.1:
        lines.append("XPASS " + name(rng))
    mark = (lambda text: f"+ : '{text}'") if xtrace or rng.random() < 0.8 else (lambda text: text)
    before, after = ["+ git status"], ["+ git checkout"]
    outside = statuses(rng, 3) if rng.random() < 0.25 else []
    (before if rng.random() < 0.5 else after).extend(result_lines(rng, outside))
    if rng.random() < 0.6:
        after.append(f"{EXIT}: {rng.choice([0, 0, 1, 2, 137])}")
    if rng.random() < 0.1:
        lines.append(f"{EXIT}: {rng.choice(['0', '1', 'x'])}")
    starts, ends = [mark(START)], [mark(END)]
    if not xtrace:
        kind = rng.random()
        starts = [] if kind < 0.05 else starts
        ends = [] if 0.05 < kind < 0.1 else ends
        if 0.1 < kind < 0.15:
            before.append(mark(END))
        if 0.15 < kind < 0.2:
            lines.insert(rng.randrange(len(lines) + 1), mark(rng.choice([START, END])))
    if rng.random() < 0.04:
        lines.append(rng.choice(BAD))
    log = "\n".join(before + starts + lines + ends + after) + rng.choice(["\n", ""])
    return log, [one for one, _ in inner + outside]


def lists_case(rng, preset):
    log, ran = marked_log(rng, RELEASES[preset][1] == "swe-smith")
    return {"preset": preset, "log": log, "f2p": expected(rng, ran), "p2p": expected(rng, ran)}


def rebench_case(rng, preset):
    times = ["", " [1.34 ms]", " [12s]", " in 29.08 msec", " (1.2s)", " (12MS)", " (1.2 h)"]
    ran = [(f"t{rng.randrange(5)}", rng.choice(STATUSES)) for _ in range(rng.randrange(6))]
    log = "\n".join(result_lines(rng, ran)) + "\n"
    pool = [one for one, _ in ran] + ["t9"]
    if preset.endswith("exact") and rng.random() < 0.5:
        pool = sorted({one for one, status in dict(ran).items() if status == "PASSED"})
        picked = list(pool)
    else:
        picked = list(dict.fromkeys(rng.choices(pool, k=rng.randrange(4))))
    at = rng.randrange(len(picked) + 1)
    timed = [one + rng.choice(times) for one in picked]
    return {"preset": preset, "log": log, "f2p": timed[:at], "p2p": timed[at:]}


def r2e_case(rng, preset):
    ran = dict(statuses(rng, 6))
    ran = {one: status for one, status in ran.items() if status in ("PASSED", "FAILED", "ERROR")}
    wanted = dict(ran)
    for one in list(wanted):
        if rng.random() < 0.15:
            wanted[one] = rng.choice(["PASSED", "FAILED", "ERROR"])
        if rng.random() < 0.1:
            del wanted[one]
        elif rng.random() < 0.2:
            wanted[one + rng.choice([" - no", " - a - b"])] = wanted.pop(one)
    if rng.random() < 0.15:
        wanted[name(rng)] = "PASSED"
    if rng.random() < 0.2:
        wanted = {"\x1b[1m" + one + "\x1b[0m": status for one, status in wanted.items()}
    return {"preset": preset, "log": "\n".join(result_lines(rng, ran.items())) + "\n", "statuses": wanted}


def stages_case(rng, preset):
    names = [f"t{i}" for i in range(rng.randrange(1, 6))]

    def run(weights):
        lists = {"passed": [], "failed": [], "skipped": []}
        for one in names:
            kind = rng.choices(["passed", "failed", "skipped", None], weights)[0]
            if kind:
                lists[kind].append(one)
        return lists

    before, test = run([5, 2, 1, 2]), run([3, 3, 1, 2])
    fixed = run(rng.choice([[9, 1, 1, 1], [1, 0, 0, 0]]))
    words = {"passed": ["PASSED", "XFAIL"], "failed": ["FAILED", "ERROR"], "skipped": ["SKIPPED"]}
    ran = [(one, rng.choice(words[kind])) for kind, ones in fixed.items() for one in ones]
    rng.shuffle(ran)
    repaired = {"passed": [], "failed": [], "skipped": [], "absent": []}
    for one in names:
        if rng.random() < 0.8:
            real = next((kind for kind, ones in test.items() if one in ones), "absent")
            repaired[real if rng.random() < 0.95 else rng.choice(sorted(repaired))].append(one)
    return {"preset": preset, "log": "\n".join(result_lines(rng, ran)) + "\n",
            "run": before, "test": test, "repaired": repaired}


def by_hand():
    """What random ones seldom meet, and what has gone wrong elsewhere."""
    ok = f"+ : '{START}'\n{{}}\n+ : '{END}'\n{EXIT}: {{}}\n"
    for log, f2p, p2p in [
        (ok.format("PASSED a", 0), ["a"], []),
        (ok.format("PASSED a", 0), [], []),
        (ok.format("SKIPPED a", 0), ["a"], []),
        (ok.format("SKIPPED a\nPASSED b", 0), ["a"], ["b"]),
        (ok.format("PASSED a\nSKIPPED b", 0), ["a"], ["b"]),
        (ok.format("XFAIL a\nXFAIL b", 0), ["a"], ["b"]),
        (ok.format("XPASS a", 1), ["a"], []),
        (ok.format("PASSED a", 1), ["a"], []),
        (ok.format("PASSED a", -1), ["a"], []),
        (ok.format(f"{EXIT}: 0\nPASSED a", 1), ["a"], []),
        (ok.format("ERROR a\nPASSED b", 1), ["b"], ["a"]),
        (ok.format("no tests ran", 5), ["a"], ["b"]),
        (ok.format("Executed 3 of 3 SUCCESS", 0), ["a"], ["b"]),
        (ok.format("Executed 0 of 0", 0), ["a"], ["b"]),
        (ok.format("# tests 3", 0), [], ["b"]),
        ("PASSED a\n", ["a"], []),
        (f"{START}\nPASSED a\n", ["a"], []),
        (f"PASSED a\n{START}\n{END}\n", ["a"], []),
        (f"{END}\n{START}\nPASSED a\n", ["a"], []),
        (f"{START}\nFAILED a\n{START}\nPASSED a\n{END}\n", ["a"], []),
        (f"{START}\nPASSED a\n{END}\nFAILED a\n{END}\n", ["a"], []),
        (ok.format("PASSED a[x y]\nPASSED a[x", 0), ["a[x"], []),
        (ok.format("PASSED a[x-1]\nPASSED a[x-2]", 0), ["a[x"], ["a[x-1"]),
        (ok.format("PASSED a[x-1]\nFAILED a[x-2]", 1), ["a[x"], []),
        (ok.format("FAILED a[x-1]\nSKIPPED a[x-2]", 1), [], ["a[x"]),
        (ok.format("SKIPPED a[x-1]\nFAILED a[x-2]", 1), [], ["a[x"]),
        (ok.format("PASSED a[x]", 0), ["a["], ["a[x]"]),
        (ok.format("PASSED a", 0), ["["], []),
        (ok.format("FAILED a - x\nPASSED a", 0), ["a"], []),
        (ok.format("PASSED a", 0) + BAD[3], ["a"], []),
        (ok.format(BAD[1] + "\nPASSED a", 0), ["a"], []),
        ("", ["a"], ["b"]),
    ]:
        for preset in RELEASES:
            if preset.startswith("swe-bench"):
                yield {"preset": preset, "log": log, "f2p": f2p, "p2p": p2p}


def cases(count, seed):
    made = list(by_hand())
    for preset in RELEASES:
        rng = random.Random(f"{seed} {preset}")
        make = {"multi-swe": stages_case, "r2e-gym": r2e_case, "swe-rebench": rebench_case,
                "swe-rebench-exact": rebench_case}.get(preset, lists_case)
        made.extend(make(rng, preset) for _ in range(count))
    return made


# what the harnesses say

def stand_in(*names):
    for one in names:
        module = types.ModuleType(one)
        module.__getattr__ = lambda attribute: types.SimpleNamespace
        sys.modules[one] = module


def package(one, directory):
    """A package whose modules can be imported without what it imports itself."""
    module = types.ModuleType(one)
    module.__path__ = [str(pathlib.Path(directory, *one.split(".")))]
    sys.modules[one] = module


def swe_bench(case, directory, log):
    grading = importlib.import_module("swebench.harness.grading")
    fail_only = case["preset"].endswith("fail-only")
    spec = types.SimpleNamespace(
        instance_id="i", repo="own/fail-only" if fail_only else "pallets/flask", version="2.0",
        FAIL_TO_PASS=case["f2p"], PASS_TO_PASS=case["p2p"], log_parser="parse_log_pytest",
        eval_type="fail_only" if fail_only else "pass_and_fail")
    if hasattr(grading, "MAP_REPO_TO_PARSER"):
        constants = importlib.import_module("swebench.harness.constants")
        constants.FAIL_ONLY_REPOS.add("own/fail-only")
        grading.FAIL_ONLY_REPOS.add("own/fail-only")
        grading.MAP_REPO_TO_PARSER["own/fail-only"] = grading.MAP_REPO_TO_PARSER["pallets/flask"]
        constants.MAP_REPO_VERSION_TO_SPECS["own/fail-only"] = {"2.0": {"test_cmd": "pytest"}}
    prediction = {"instance_id": "i", "model_patch": "x"}
    report = grading.get_eval_report(spec, prediction, log, True)["i"]
    tests = report.get("tests_status")
    status = grading.get_resolution_status(tests) if tests else None
    assert report["resolved"] == (status == "RESOLVED_FULL")
    return {"status": status, "tests": tests}


def swe_smith(case, directory, log):
    grading = importlib.import_module("swesmith.harness.grading")
    from swebench.harness.log_parsers.python import parse_log_pytest
    from swebench.harness.grading import get_resolution_status
    instance = {"instance_id": "i", "FAIL_TO_PASS": list(case["f2p"]), "PASS_TO_PASS": list(case["p2p"])}
    prediction = {"instance_id": "i", "model_patch": "x"}
    if hasattr(grading, "registry"):
        profile = types.SimpleNamespace(log_parser=lambda text: parse_log_pytest(text, None))
        grading.registry = types.SimpleNamespace(get_from_inst=lambda _: profile)
    else:
        grading.MAP_REPO_TO_PARSER = {"i": lambda text: parse_log_pytest(text, None)}
        grading.get_test_command = lambda _: ("", [])
    report = grading.get_eval_report(prediction, instance, log)
    tests = report.get("tests_status")
    return {"status": get_resolution_status(tests) if tests else None, "tests": tests}


def multi_swe(case, directory, log):
    from multi_swe_bench.harness.report import Report
    from multi_swe_bench.harness.test_result import TestResult, mapping_to_testresult

    def run(lists):
        return TestResult(*(len(lists[kind]) for kind in ("passed", "failed", "skipped")),
                          *(set(lists[kind]) for kind in ("passed", "failed", "skipped")))

    found = found_in(case["log"])
    report = Report("o", "r", 1, run_result=run(case["run"]), test_patch_result=run(case["test"]),
                    fix_patch_result=mapping_to_testresult(found))
    kinds = {"passed": report.p2p_tests, "failed": report.f2p_tests,
             "skipped": report.s2p_tests, "absent": report.n2p_tests}
    resolved = bool(report.valid) and all(
        one in kinds[kind] for kind, ones in case["repaired"].items() for one in ones)
    return {"resolved": resolved}


def upstream(release, directory):
    stand_in("docker", "docker.models", "docker.models.containers", "dotenv", "datasets", "requests", "tqdm",
             "tqdm.auto", "ghapi", "ghapi.all", "swesmith.profiles", "swesmith.harness.utils", "swesmith.utils")
    smith = release.startswith("swesmith")
    if smith:
        package("swesmith", directory)
        package("swesmith.harness", directory)
        sys.path.append(str(pathlib.Path(directory).parent / "swebench-4.1.0"))
        package("swebench", pathlib.Path(directory).parent / "swebench-4.1.0")
        package("swebench.harness", pathlib.Path(directory).parent / "swebench-4.1.0")
    elif release.startswith("swebench"):
        package("swebench", directory)
        package("swebench.harness", directory)
    else:
        package("multi_swe_bench", directory)
        package("multi_swe_bench.harness", directory)
    sys.path.insert(0, directory)
    grade = swe_smith if smith else swe_bench if release.startswith("swebench") else multi_swe
    with tempfile.TemporaryDirectory() as work:
        for line in sys.stdin:
            case = json.loads(line)
            log = os.path.join(work, "test_output.txt")
            with open(log, "w", encoding="utf-8") as file:
                file.write(case["log"])
            print(json.dumps(grade(case, directory, log)))


def found_in(log):
    return {line.split()[1]: line.split()[0] for line in log.splitlines() if line.strip()}


def rebench(case):
    """A second reading of SWE-rebench's rule."""
    def bare(one):
        one = re.sub(r"\s*\[\s*[\d.]+\s*(?:ms|s)\s*\]$", "", one, flags=re.I)
        one = re.sub(r"\s+in\s+[\d.]+\s+(?:msec|sec)\b", "", one, flags=re.I)
        return re.sub(r"\s*\(\s*[\d.]+\s*(?:ms|s)\s*\)$", "", one, flags=re.I).strip()

    passed = {bare(one) for one, status in found_in(case["log"]).items() if status == "PASSED"}
    wanted = {bare(one) for one in case["f2p"] + case["p2p"]}
    return {"resolved": passed == wanted if case["preset"].endswith("exact") else wanted <= passed}


def r2e(case):
    """A second reading of R2E-Gym's rule."""
    def bare(statuses):
        plain = {re.sub("\x1b\\[\\d+m", "", one): status for one, status in statuses.items()}
        return {one.split(" - ")[0]: plain[one] for one in sorted(plain)}

    return {"resolved": bare(found_in(case["log"])) == bare(case["statuses"])}


# the comparison

def grading(case):
    spec = {"instance": "i", "parser": "parse_log_pytest", "repository": "/testbed", "patching": "swe_bench_v5",
            "semantics": case["preset"]}
    if "statuses" in case:
        wanted = {"statuses": {one: status.lower() for one, status in case["statuses"].items()}}
    elif "repaired" in case:
        wanted = {key: case[key] for key in ("run", "test", "repaired")}
    else:
        wanted = {"fail_to_pass": case["f2p"], "pass_to_pass": case["p2p"]}
    return {"grading": spec | {"expected": wanted}, "markers": RELEASES[case["preset"]][1], "log": case["log"]}


def lines(command, inputs):
    text = "".join(json.dumps(one) + "\n" for one in inputs)
    done = subprocess.run(command, input=text, capture_output=True, text=True, encoding="utf-8")
    if done.returncode != 0:
        sys.exit(f"{' '.join(command[:3])} failed:\n{done.stderr[-3000:]}")
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def theirs(made, graders):
    answers = {}
    for release in {RELEASES[case["preset"]][0] for case in made} - {None}:
        at = [i for i, case in enumerate(made) if RELEASES[case["preset"]][0] == release]
        command = [sys.executable, __file__, "--upstream", release, os.path.join(graders, release)]
        answers.update(zip(at, lines(command, [made[i] for i in at]), strict=True))
    for i, case in enumerate(made):
        if i not in answers:
            answers[i] = r2e(case) if case["preset"] == "r2e-gym" else rebench(case)
    return [answers[i] for i in range(len(made))]


def difference(case, ours, other):
    if "resolved" in other:
        same = (ours["resolution"] == "FULL") == other["resolved"]
    elif other["status"] is None:
        same = ours["resolution"] == "NO" and ours["reasons"]
    else:
        same = "RESOLVED_" + ours["resolution"] == other["status"] and all(
            ours[group] == other["tests"][group] for group in ("FAIL_TO_PASS", "PASS_TO_PASS"))
    return None if same else f"{json.dumps(case)}\n  ours   {json.dumps(ours)}\n  theirs {json.dumps(other)}"


def main():
    java, classpath, graders = sys.argv[1:4]
    count = int(sys.argv[4]) if len(sys.argv) > 4 else 2000
    seed = int(sys.argv[5]) if len(sys.argv) > 5 else 1
    made = cases(count, seed)
    own = lines([java, "-Xmx512m", "-cp", classpath, "dev.millrace.rewards.grading.GradeLines"],
                [grading(case) for case in made])
    other = theirs(made, graders)
    assert len(own) == len(made)
    differences, seen = [], collections.Counter()
    for case, ours, one in zip(made, own, other, strict=True):
        seen[case["preset"], ours["resolution"]] += 1
        found = difference(case, ours, one)
        if found:
            differences.append(found)
    for preset, (release, _) in RELEASES.items():
        counts = {end: seen[preset, end] for end in ("FULL", "PARTIAL", "NO")}
        print(f"{preset}: {sum(counts.values())} rows as {release or 'its rule'} grades them, {counts}")
        if not counts["FULL"] or not counts["NO"]:
            differences.append(f"{preset}: nothing was {'solved' if counts['NO'] else 'unsolved'}")
    for found in differences[:10]:
        print("FAILED:", found)
    print(f"{len(made)} rows, {len(differences)} differences")
    return 1 if differences else 0


if __name__ == "__main__":
    if sys.argv[1] == "--upstream":
        upstream(*sys.argv[2:])
    else:
        sys.exit(main())
