"""Renders the same conversations with Millrace and with jinja2, both warm, one after the other, by
the processor's time: what else runs takes none of it.

usage: bench_template.py [--at-least RATIO] [VECTOR_FILE...]

Without files: `millrace bench template`. With vector files: the longest conversation with tools of
at most seven messages of each. Ends with 1 where the ratio of a median is below RATIO three times in a
row: what else runs takes caches and the time to compile.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

MEASURED = 3
TOP = Path(__file__).resolve().parents[4]
sys.path.insert(0, str(TOP / "rollout/src/test/python"))

import jinja_hf  # noqa: E402

CONVERSATION = TOP / "orchestrator/src/main/resources/dev/millrace/orchestrator/bench/conversation.json"
TEMPLATE = TOP / "rollout/src/main/resources/dev/millrace/rollout/token/bundled/chat_template.jinja"


def jinja(source, one):
    """The rendering, and the median of rounds, in microseconds."""
    jinja_hf.NOW = datetime.fromisoformat(one.get("now", jinja_hf.NOW.isoformat()))
    template = jinja_hf.environment().from_string(source)
    values = {**one.get("special_tokens", {}), "documents": None, **one.get("kwargs", {})}
    for key in ("messages", "tools", "add_generation_prompt"):
        values[key] = one.get(key)
    text = template.render(**values)
    end = time.process_time() + 1
    while time.process_time() < end:
        template.render(**values)
    rounds = []
    end = time.process_time() + 3
    while time.process_time() < end:
        before = time.process_time()
        for _ in range(20):
            template.render(**values)
        rounds.append((time.process_time() - before) / 20 * 1e6)
    return text, sorted(rounds)[len(rounds) // 2]


def millrace(*arguments):
    return subprocess.run(
        [str(TOP / "millrace"), *arguments], check=True, stdout=subprocess.PIPE, text=True, encoding="utf-8", timeout=600
    ).stdout


def bundled(work):
    figures = work / "bench.json"
    millrace("bench", "template", "--json", str(figures))
    micros = json.loads(figures.read_text())["median_render_us"]
    source = TEMPLATE.read_text(encoding="utf-8")
    one = json.loads(CONVERSATION.read_text(encoding="utf-8"))
    text = millrace("template", "render", str(CONVERSATION), "--template", str(TEMPLATE))
    return source, one, text, micros


def vector(file, work):
    root = json.loads(Path(file).read_text(encoding="utf-8"))
    cases = [c for c in root["cases"] if "expected" in c and c["tools"] and len(c["messages"]) <= 7]
    if not cases:
        return None
    case = max(cases, key=lambda c: len(c["messages"]))
    one = {**case, "template": root["template"], "special_tokens": root["special_tokens"], "now": root["now"]}
    path = work / "one.json"
    path.write_text(json.dumps(one), encoding="utf-8")
    lines = millrace("template", "time", str(path)).splitlines()
    micros = float(dict(line.split("\t") for line in lines)["median_render_us"])
    return root["template"], one, millrace("template", "render", str(path)), micros


def measured(file, name, work):
    """How many times as fast; as fast as it gets where nothing is to be rendered."""
    found = vector(file, work) if file else bundled(work)
    if found is None:
        print(f"{name}: no rendered conversation with tools")
        return float("inf")
    source, one, text, ours = found
    expected, theirs = jinja(source, one)
    if text != expected:
        sys.exit(f"{name}: the two renderings differ")
    print(f"{name}: millrace {ours:.1f} us, jinja2 {theirs:.1f} us, ratio {theirs / ours:.1f}", flush=True)
    return theirs / ours


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--at-least", type=float, default=0.0)
    parser.add_argument("files", nargs="*")
    options = parser.parse_args()
    slow = []
    with tempfile.TemporaryDirectory() as work:
        for file in options.files or [None]:
            name = Path(file).name if file else "bundled"
            ratios = (measured(file, name, Path(work)) for _ in range(MEASURED))
            if all(ratio < options.at_least for ratio in ratios):
                slow.append(name)
    sys.exit(f"less than {options.at_least} times as fast: {', '.join(slow)}" if slow else 0)


main()
