"""Runs episodes with a real model on a real llama.cpp, then scores what it sampled again.

usage: real_model.py DIR OUT [MILLRACE...]    MILLRACE is the command, ./millrace by default

Installs the server and the model in DIR (llamacpp.py), where they are not, and starts it. Twenty episodes of the bundled tasks (conf/real-model.yaml) go through the whole path to the lake.
Read with pyarrow, each branch is then held to three rules:
- each model call's prompt is the branch's own prefix: the digest of what was sent is that of the
  ids that stand before what was sampled;
- every sampled id has a log-probability, but for ids that end inside a character, for which
  llama.cpp reports none;
- the same server, given the exact prefix again, gives the sampled id the recorded
  log-probability. BRANCHES of them are read anew, nothing of the first computation being used
  again, and POSITIONS of each are asked.

Tolerance: the server computed them in other batches (a prefix read at once or behind a cached one,
beside another slot's), so sums are rounded in another order over 4-bit weights, 8-bit activations
and 16-bit caches. Measured with this model: over 96 positions of 12 branches the mean difference
was 0.069 and the largest 0.389; read one id at a time, 0.092 and 0.270 over 40 positions of one
branch. With a prefix that lacked its last id the mean was 7.0. Hence a mean of at most 0.2 and a
largest of at most 1.0, which tell a wrong prefix from rounding, but not differences below that.
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
import urllib.request

import llamacpp
import pyarrow.parquet as pq

EPISODES = 20
BRANCHES, POSITIONS = 12, 8
MEAN, LARGEST = 0.2, 1.0
RUN_WITHIN = 900  # seconds


def rows(out, table):
    files = glob.glob(f"{out}/lake/**/{table}/**/*.parquet", recursive=True)
    return [row for file in sorted(files) for row in pq.ParquetFile(file).read().to_pylist()]


def post(url, path, body):
    data = json.dumps(body).encode()
    request = urllib.request.Request(url + path, data, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=120) as answer:
        return json.load(answer)


def again(url, prefix, wanted, cached):
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


def compare(url, found, problems):
    differences = []
    for row, positions in evenly(found, BRANCHES):
        ids = row["token_ids"]
        for turn, at in enumerate(evenly(positions, POSITIONS)):
            value = again(url, ids[:at], ids[at], cached=turn > 0)
            differences.append(abs(value - row["logprobs"][at]))
    mean, largest = sum(differences) / len(differences), max(differences)
    print(f"{len(differences)} scored again: mean difference {mean:.5f}, largest {largest:.5f}"
          f" (allowed: {MEAN}, {LARGEST})")
    if not (mean <= MEAN and largest <= LARGEST):
        problems.append("the recorded log-probabilities are not the model's")


def main(top, out, *command):
    begin = time.monotonic()
    top = pathlib.Path(top).resolve()
    top.mkdir(parents=True, exist_ok=True)
    llamacpp.install(top)
    print(f"installed in {time.monotonic() - begin:.0f} s", flush=True)
    url, pid = llamacpp.start(top)
    try:
        return check(url, out, *command)
    finally:
        llamacpp.stop(pid)


def check(url, out, *command):
    start = time.monotonic()
    subprocess.run([*(command or ["./millrace"]), "run", "conf/real-model.yaml", "--engine", url,
                    "--out", out], check=True, timeout=RUN_WITHIN)
    print(f"ran in {time.monotonic() - start:.0f} s")
    episodes, branches = rows(out, "episodes"), rows(out, "branches")
    problems = []
    if len(episodes) != EPISODES:
        problems.append(f"{len(episodes)} episodes in the lake, not {EPISODES}")
    if not branches:
        problems.append("no branches in the lake")
    for row in branches:
        if row["fidelity"] != "token_exact":
            problems.append(f"{row['branch_id']} is {row['fidelity']}")
    calls = check_prefixes(episodes, branches, problems)
    longest = max((row["num_turns"] for row in branches), default=0)
    print(f"{len(episodes)} episodes, {len(branches)} branches, {calls} model calls,"
          f" up to {longest} in one branch")
    if calls < EPISODES:
        problems.append(f"{calls} model calls in {EPISODES} episodes")
    found = scored(branches, problems)
    if found:
        compare(url, found, problems)
    else:
        problems.append("nothing to score again")
    print(f"checked in {time.monotonic() - start:.0f} s")
    for problem in problems[:20]:
        print("FAILED:", problem)
    return 1 if problems else 0


if __name__ == "__main__":
    if len(sys.argv) < 3:
        raise SystemExit(__doc__)
    sys.exit(main(*sys.argv[1:]))
