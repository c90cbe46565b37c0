"""Runs episodes with a real model on a real llama.cpp, then scores what it sampled again.

usage: real_model.py DIR OUT JAVA CLASSPATH [MILLRACE...]

CLASSPATH holds rollout's test classes and what they need; MILLRACE is the command, ./millrace by
default.

Installs the server and the model in DIR (llamacpp.py), where they are not, and starts it. Twenty
episodes of the bundled tasks (conf/real-model.yaml) go through the whole path to the lake. Read
with pyarrow, each branch is then held to these rules:
- each model call's prompt is the branch's own prefix: the digest of what was sent is that of the
  ids that stand before what was sampled. Some branches have several turns, so that later prompts
  were spliced;
- every sampled id has a log-probability, but for ids that end inside a character, for which
  llama.cpp reports none;
- the same server, given the exact prefix again, gives the sampled id the recorded
  log-probability. POSITIONS of BRANCHES branches are asked, the first with the whole prefix and
  those that follow behind what is cached of it;
- with `toolCalls: constrained`, no call that was carried out is malformed, and each is recorded as
  masked.
Besides, `engines check` finds that the server is llama.cpp, that its log-probabilities can be
trusted, and that it keeps to a grammar; and it takes the GBNF of every family of markup, over
random tools.

Draws have seeds (of the episode and the prompt), and the server repeats them to the last digit when
it computes the same. It does not always: what a prompt finds in the cache depends on which episode
came before, and so does how its ids are cut into batches. So a run is repeated nearly, not exactly.

Tolerance. The model has 4-bit weights and rounds activations to 8 bits, and how sums of these
round depends on how many ids are read at once. Measured on one server, for one prompt:
- the same request twice, from an empty cache: no difference at all;
- a prefix read at once, and in two halves: a mean of 0.0004, at most 0.002 (6 ids);
- recorded while sampling, and read at once: 0.007, at most 0.034 (6 ids);
- recorded while sampling, and read behind a cached prefix, where the server reads the last six ids
  again: 0.046, at most 0.218 (24 ids); about as much without flash attention, with a 32-bit cache
  (0.029, 0.209), and without repacked weights (0.071, 0.244).
- of branches of a run, where turns go on behind a cache in slices: recorded and read at once 0.055,
  at most 0.210; read at once and in two halves 0.040, at most 0.079 (4 and 2 ids).
So what was recorded is as far from what is scored as one scoring is from another. Allowed is about
twice the largest spread seen: a mean of MEAN and a largest of LARGEST. The controls of the same run
say what that tells apart: a prefix that lacks its last id must differ by WRONG times MEAN
(measured: 11.2 and 15.6). Two ids swapped eight before (0.088 and 0.141) are within the noise,
and only printed.
"""

import glob
import hashlib
import json
import math
import pathlib
import struct
import subprocess
import sys
import time
import urllib.error
import urllib.request

import llamacpp
import pyarrow.parquet as pq

EPISODES = 20
BRANCHES, POSITIONS = 4, 16
SPLICED = 3
FAMILIES = 11
MEAN, LARGEST, WRONG = 0.1, 0.5, 20
CONFIG = pathlib.Path("conf/real-model.yaml").resolve()
RUN_WITHIN = 1500  # seconds, beside other checks


def rows(out, table):
    files = glob.glob(f"{out}/lake/**/{table}/**/*.parquet", recursive=True)
    return [row for file in sorted(files) for row in pq.ParquetFile(file).read().to_pylist()]


def post(url, path, body):
    data = json.dumps(body).encode()
    request = urllib.request.Request(url + path, data, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=120) as answer:
        return json.load(answer)


def again(url, prefix, wanted, cached=False):
    """The model's log-probability of an id after a prefix: the id is drawn, by a bias that the
    reported value, which is of the model before any setting, does not contain."""
    answer = post(url, "/completion", {
        "prompt": prefix, "n_predict": 1, "n_probs": 1, "return_tokens": True,
        "temperature": 1.0, "top_k": 0, "top_p": 1.0, "min_p": 0.0,
        "logit_bias": [[wanted, 1000]], "cache_prompt": cached, "id_slot": 0,
    })
    reported = answer["completion_probabilities"][0]
    if answer["tokens"] != [wanted] or reported["id"] != wanted:
        raise SystemExit(f"asked for the id {wanted}, the server drew {answer['tokens']}")
    return reported["logprob"]


def in_two(url, prefix, wanted):
    """The same value of other batches: half of the prefix is in the cache."""
    half = len(prefix) // 2
    again(url, prefix[:half], prefix[half])
    return again(url, prefix, wanted, cached=True)


def evenly(items, count):
    return items if len(items) <= count else [items[i * len(items) // count] for i in range(count)]


def digest(ids):
    return hashlib.sha256(struct.pack(f"<{len(ids)}i", *ids)).hexdigest()


def check_prefixes(episodes, branches, problems):
    checked = 0
    ids = {row["branch_id"]: row["token_ids"] for row in branches}
    for episode in episodes:
        for call in json.loads(episode["model_calls_json"]):
            branch = ids.get(call["branch"], [])
            if digest(branch[: call["prompt_tokens"]]) != call["prompt_digest"]:
                problems.append(f"call {call['turn']} of {episode['episode_id']} was sent no prefix")
            checked += 1
    return checked


def scored(branches, problems):
    """Each branch with the positions that have a recorded value."""
    found, missing = [], 0
    for row in branches:
        values = row["logprobs"] or [None] * len(row["token_ids"])
        has = [value is not None and not math.isnan(value) for value in values]
        if any(there and not sampled for there, sampled in zip(has, row["sampled"])):
            problems.append(f"a given id of {row['branch_id']} has a logprob")
        missing += sum(row["sampled"]) - sum(has)
        found.append((row, [at for at, there in enumerate(has) if there]))
    count = sum(len(positions) for _, positions in found)
    print(f"{count} sampled ids with a logprob, {missing} without")
    if missing * 20 > count:
        problems.append(f"{missing} sampled ids have no logprob, more than one in twenty")
    return [(row, positions) for row, positions in found if positions]


def spread(name, differences):
    mean, largest = sum(differences) / len(differences), max(differences)
    print(f"{name}: mean difference {mean:.5f}, largest {largest:.5f}, of {len(differences)}",
          flush=True)
    return mean, largest


def compare(url, found, problems):
    scored_again, other_batches, cut, swapped = [], [], [], []
    # Reading whole prefixes is what takes long. Half of them are branches of several turns, where
    # the server read on behind its cache.
    shortest = sorted(found, key=lambda one: len(one[0]["token_ids"]))
    several = [one for one in shortest if one[0]["num_turns"] > 1][: BRANCHES // 2]
    chosen = several + [one for one in shortest if one not in several][: BRANCHES - len(several)]
    for row, positions in chosen:
        ids, recorded = row["token_ids"], row["logprobs"]
        for number, at in enumerate(evenly(positions, POSITIONS)):
            value = again(url, ids[:at], ids[at], cached=number > 0)
            scored_again.append(abs(value - recorded[at]))
        other_batches.append(abs(in_two(url, ids[:at], ids[at]) - value))
        cut.append(abs(again(url, ids[: at - 1], ids[at], cached=True) - recorded[at]))
        swap = [*ids[: at - 9], ids[at - 8], ids[at - 9], *ids[at - 7 : at]]
        swapped.append(abs(again(url, swap, ids[at]) - recorded[at]))
    mean, largest = spread("recorded and scored again", scored_again)
    noise, _ = spread("scored in other batches", other_batches)
    spread("two ids swapped, eight before", swapped)
    wrong, _ = spread("last id of the prefix missing", cut)
    if mean > MEAN or largest > LARGEST or noise > MEAN:
        problems.append("the recorded log-probabilities are not the model's:"
                        f" allowed are a mean of {MEAN} and a largest of {LARGEST}")
    if wrong < WRONG * MEAN:
        problems.append(f"a wrong prefix differs by {wrong:.3f} only: the check is blind")


def check_drawn(url, found, problems):
    """What one seed draws after one prompt, drawn twice."""
    row, positions = min(found, key=lambda one: one[1][0])
    prompt = row["token_ids"][: positions[0]]
    drawn = []
    for _ in range(2):
        answer = post(url, "/completion", {
            "prompt": prompt, "n_predict": 16, "n_probs": 1, "return_tokens": True, "seed": 7,
            "temperature": 1.0, "top_k": 0, "top_p": 1.0, "min_p": 0.0,
            "cache_prompt": False, "id_slot": 0,
        })
        drawn.append((answer["tokens"], [p["logprob"] for p in answer["completion_probabilities"]]))
    print(f"one seed draws alike: {drawn[0] == drawn[1]}")
    if drawn[0] != drawn[1]:
        problems.append("a seed and a prompt draw something else the second time")


def executed(episodes):
    """How the tool calls that were carried out ended, and how many were malformed."""
    calls = [call for row in episodes for call in json.loads(row["tool_executions_json"])]
    return len(calls), sum(call["status"] == "malformed_call" for call in calls)


def check_constrained(url, out, command, problems):
    """A few more episodes, with calls held to a grammar: none may be malformed."""
    config = CONFIG.read_text()
    for old, new in {
        "path: tasks": f"path: {json.dumps(str(CONFIG.parent / 'tasks'))}",
        "{swe: 1, terminal: 1, tools: 1, answer: 1}": "{swe: 1}",
        "group: 5": "group: 2",
        "  inactivity:": "  toolCalls: constrained\n  inactivity:",
    }.items():
        if old not in config:
            raise SystemExit(f"{CONFIG} has no {old}")
        config = config.replace(old, new)
    path = pathlib.Path(f"{out}-constrained.yaml")
    path.write_text(config)
    run(command, path, url, f"{out}-constrained")
    episodes = rows(f"{out}-constrained", "episodes")
    calls = [call for row in episodes for call in json.loads(row["model_calls_json"])]
    if {call["sampling"]["distribution"] for call in calls} != {"masked"}:
        problems.append("a constrained call is not recorded as masked")
    carried_out, malformed = executed(episodes)
    print(f"constrained: {len(episodes)} episodes, {carried_out} tool calls, {malformed} malformed")
    if malformed:
        problems.append(f"{malformed} of {carried_out} constrained tool calls are malformed")
    if not carried_out:
        problems.append("no constrained call was written: the check is blind")


def check_engine(url, command, problems):
    """What `engines check` finds."""
    checked = subprocess.run([*command, "engines", "check", url, "--json"],
                             stdout=subprocess.PIPE, text=True, timeout=120)
    report = json.loads(checked.stdout)
    levels = {one["subject"]: one["level"] for one in report["findings"]}
    print(f"engines check: {report['engine']}, log-probabilities of the {report['logprobs_of']}, {levels}")
    if checked.returncode or not report["trustworthy"] or report["engine"] != "llamacpp":
        problems.append(f"engines check ended with {checked.returncode}: {report}")
    # An id that ends inside a character has none, which is a note.
    for subject, allowed in {"token ids": ("ok",), "logprobs": ("ok", "note"), "logprob meaning": ("ok",),
                             "constrained calls": ("ok",)}.items():
        if levels.get(subject) not in allowed:
            problems.append(f"engines check says {levels.get(subject)} of {subject}")


def refusal(url, grammar):
    """What the server says against sampling by a grammar, or None."""
    body = {"prompt": "Look around.", "n_predict": 1, "grammar": grammar, "seed": 1}
    try:
        post(url, "/completion", body)
    except urllib.error.HTTPError as refused:
        return f"{refused.code} {refused.read()[:300]!r}"
    return None


def check_grammars(url, java, classpath, problems):
    """The GBNF of each family, as this llama.cpp reads it."""
    printed = subprocess.run(
        [java, "-Xmx512m", "-cp", classpath, "dev.millrace.rollout.markup.ConstraintTexts"],
        check=True, stdout=subprocess.PIPE, text=True, encoding="utf-8", timeout=120).stdout
    start = time.monotonic()
    constraints = [json.loads(line) for line in printed.splitlines() if line.startswith("{")]
    for one in constraints:
        refused = refusal(url, one["gbnf"])
        if refused:
            problems.append(f"the GBNF of {one['family']} is refused: {refused}")
    families = {one["family"] for one in constraints}
    print(f"{len(constraints)} grammars of {len(families)} families in {time.monotonic() - start:.0f} s")
    if len(families) != FAMILIES:
        problems.append(f"grammars of {len(families)} families, not {FAMILIES}")
    if not refusal(url, 'root ::= "a" (') or not refusal(url, "root ::= other"):
        problems.append("the server takes what is no grammar: the check is blind")


def run(command, config, url, out):
    start = time.monotonic()
    subprocess.run([*command, "run", str(config), "--engine", url,
                    "--out", out], check=True, timeout=RUN_WITHIN)
    print(f"ran in {time.monotonic() - start:.0f} s", flush=True)


def main(top, out, java, classpath, *command):
    begin = time.monotonic()
    top = pathlib.Path(top).resolve()
    top.mkdir(parents=True, exist_ok=True)
    llamacpp.install(top)
    print(f"installed in {time.monotonic() - begin:.0f} s", flush=True)
    url, pid = llamacpp.start(top)
    try:
        return check(url, out, java, classpath, command or ["./millrace"])
    finally:
        llamacpp.stop(pid)


def check(url, out, java, classpath, command):
    start = time.monotonic()
    problems = []
    check_engine(url, command, problems)
    check_grammars(url, java, classpath, problems)
    run(command, CONFIG, url, out)
    episodes, branches = rows(out, "episodes"), rows(out, "branches")
    if len(episodes) != EPISODES:
        problems.append(f"{len(episodes)} episodes in the lake, not {EPISODES}")
    if not branches:
        problems.append("no branches in the lake")
    for row in branches:
        if row["fidelity"] != "token_exact":
            problems.append(f"{row['branch_id']} is {row['fidelity']}")
    calls = check_prefixes(episodes, branches, problems)
    several = [row["num_turns"] for row in branches if row["num_turns"] > 1]
    carried_out, malformed = executed(episodes)
    print(f"{len(episodes)} episodes, {len(branches)} branches, {calls} model calls,"
          f" {carried_out} tool calls, {malformed} malformed; branches of several turns: {several}")
    if len(several) < SPLICED:
        problems.append(f"{len(several)} branches have several turns, not {SPLICED} or more")
    found = scored(branches, problems)
    if found:
        compare(url, found, problems)
        check_drawn(url, found, problems)
    else:
        problems.append("nothing to score again")
    check_constrained(url, out, command, problems)
    print(f"checked in {time.monotonic() - start:.0f} s")
    for problem in problems[:20]:
        print("FAILED:", problem)
    return 1 if problems else 0


if __name__ == "__main__":
    if len(sys.argv) < 5:
        raise SystemExit(__doc__)
    sys.exit(main(*sys.argv[1:]))
