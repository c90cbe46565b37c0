"""Checks the sets of a run, and its lake, with readers that are not ours.

Usage: check_sets.py DIR      where DIR holds sets/ and, if it is there, lake/

Needs pyarrow, duckdb and datasets >= 4.7. Exits with 1 and a reason on the first failure.
"""

import glob
import json
import os
import sys

import duckdb
import pyarrow.parquet as pq
from datasets import load_dataset


class Broken(Exception):
    pass


def check(condition, *reason):
    if not condition:
        raise Broken(" ".join(str(part) for part in reason))


def one_length(where, row, *columns):
    lengths = {name: len(row[name]) for name in columns if row[name] is not None}
    check(len(set(lengths.values())) == 1, where, "has columns of unequal lengths:", lengths)


def is_binary(where, mask):
    check(set(mask) <= {0, 1}, where, "has a mask that holds more than 0 and 1")


def check_logprobs(where, logprobs, sampled, trained):
    """None where nothing was sampled; on every token that is trained. An engine may leave one out."""
    if logprobs is not None:
        for value, is_sampled, is_trained in zip(logprobs, sampled, trained):
            check(value is None or is_sampled, where, "has a logprob where nothing was sampled")
            check(value is not None or not is_trained, where, "has a trained token without a logprob")


def check_messages(where, messages):
    check(messages, where, "has no messages")
    for message in messages:
        check(isinstance(message, dict) and "role" in message, where, "has a message that is no object")
        for call in message.get("tool_calls") or []:
            arguments = call["function"]["arguments"]
            check(isinstance(arguments, (dict, str)), where, "has arguments of type", type(arguments))


def check_sft(where, row):
    if row["messages"] is not None:
        check_messages(where, row["messages"])
        one_length(where, row, "messages", "message_trained")
    if row["fidelity"] == "text_only":
        check(row["messages"] is not None, where, "has neither text nor exact tokens")
        check(row["input_ids"] is None and row["labels"] is None, where,
              "has tokens that were not what was sampled")
        return
    check(row["fidelity"] == "token_exact", where, "has fidelity", row["fidelity"])
    one_length(where, row, "input_ids", "labels", "loss_mask", "mask_reason", "attention_mask")
    is_binary(where, row["loss_mask"])
    for token, label, mask, reason in zip(
            row["input_ids"], row["labels"], row["loss_mask"], row["mask_reason"]):
        check((label == -100) == (mask == 0), where, "has labels that do not follow loss_mask")
        check(label in (-100, token), where, "has a label that is not its token")
        check((reason == 0) == (mask == 1), where, "has a mask_reason that does not follow loss_mask")
    check(row["num_loss_tokens"] == sum(row["loss_mask"]) > 0, where, "miscounts its loss tokens")
    check(row["num_tokens"] == len(row["input_ids"]), where, "miscounts its tokens")


def check_dpo(where, row):
    check(row["kind"] in ("step", "recovery", "trajectory"), where, "has kind", row["kind"])
    one_length(where, row, "chosen_ids", "chosen_loss_mask")
    one_length(where, row, "rejected_ids", "rejected_loss_mask")
    is_binary(where, row["chosen_loss_mask"])
    is_binary(where, row["rejected_loss_mask"])
    check(row["chosen_ids"] != row["rejected_ids"], where, "prefers a side to itself")
    check(row["same_prefix"] == (row["kind"] != "recovery"), where, "is wrong about its prefix")
    for side in ("prompt", "chosen", "rejected"):
        check_messages(where, row[side])
    if row["kind"] == "trajectory":
        check(row["chosen_score"] > row["rejected_score"], where, "prefers the worse score")
    else:
        check(len(row["chosen"]) == len(row["rejected"]) == 1, where, "has a step of many messages")


def check_rl(where, row):
    one_length(where, row, "response_ids", "response_mask", "mask_reason", "weight_versions",
               "response_logprobs")
    is_binary(where, row["response_mask"])
    check(row["prompt_len"] == len(row["prompt_ids"]), where, "miscounts its prompt")
    check(row["response_len"] == len(row["response_ids"]), where, "miscounts its response")
    expected = (row["reward"] - row["group_mean"]) / (row["group_std"] + 1e-6)
    check(abs(row["advantage"] - expected) < 1e-9, where, "has a wrong advantage")
    sampled = [version is not None for version in row["weight_versions"]]
    check(all(s for s, m in zip(sampled, row["response_mask"]) if m), where,
          "has an action without a weight version")
    check_logprobs(where, row["response_logprobs"], sampled, row["response_mask"])
    check(row["cause"] != "side_call", where, "is a side call")
    for turn in row["turns"]:
        check(0 <= turn["start"] < turn["end"] <= row["response_len"], where, "has a turn outside")
        check(all(sampled[turn["start"]:turn["end"]]), where, "has a turn that was not sampled")


def check_metarl(where, row):
    lists = ("episode_ids", "attempt_index", "attempt_turns", "attempt_reward", "attempt_value",
             "attempt_progress", "cumulative_regret", "regret_to_best", "trial_return",
             "turn_returns", "potentials", "attempt_masks", "attempt_token_ids")
    one_length(where, row, *lists)
    check(row["attempt_count"] == len(row["episode_ids"]) >= 2, where, "miscounts its attempts")
    regret = sum(1.0 - value for value in row["attempt_value"])
    check(abs(row["cumulative_regret"][-1] - regret) < 1e-9, where, "has a wrong regret")
    for ids, mask, turns, returns in zip(row["attempt_token_ids"], row["attempt_masks"],
                                         row["attempt_turns"], row["turn_returns"]):
        check(len(ids) == len(mask), where, "has an attempt whose mask is not as long as its ids")
        check(turns == len(returns), where, "has an attempt with a return missing")


CHECKS = {"sft": check_sft, "dpo": check_dpo, "rl": check_rl, "metarl": check_metarl}


def check_set(directory, name):
    path = os.path.join(directory, name)
    files = sorted(glob.glob(os.path.join(path, "data", "*.parquet")))
    check(files, path, "has no data files")
    loaded = load_dataset(path, split="train")  # Reads README.md and verifies num_examples.
    arrow = sum(pq.read_table(file).num_rows for file in files)
    duck = duckdb.sql(f"select count(*) from read_parquet({files!r})").fetchall()[0][0]
    check(len(loaded) == arrow == duck, name, "has", len(loaded), "rows in datasets,", arrow,
          "in pyarrow,", duck, "in DuckDB")
    check(arrow > 0, name, "is empty")
    for i, row in enumerate(loaded):
        CHECKS.get(name, lambda where, row: None)(f"{name} row {i}", row)
    return arrow


def check_lake(lake):
    committed = [json.load(open(f)) for f in glob.glob(os.path.join(lake, "_manifest", "*.json"))]
    files = [file for entry in committed for file in entry.get("files", [])]
    rows = {"episodes": 0, "branches": 0}
    for file in files:
        path = os.path.join(lake, file["name"])
        check(os.path.getsize(path) == file["bytes"], path, "is not as long as its manifest says")
        table = pq.read_table(path)
        check(table.num_rows == file["rows"], path, "has", table.num_rows, "rows")
        name = file["name"].split("/")[0]
        rows[name] = rows.get(name, 0) + table.num_rows
    for name in rows:
        paths = [os.path.join(lake, f["name"]) for f in files if f["name"].startswith(name)]
        if paths:
            duck = duckdb.sql(f"select count(*) from read_parquet({paths!r})").fetchall()[0][0]
            check(duck == rows[name], "lake", name, "has", duck, "rows in DuckDB, not", rows[name])
        if name == "episodes" and paths:
            ids = duckdb.sql(f"select count(distinct episode_id) from read_parquet({paths!r})")
            check(ids.fetchall()[0][0] == rows[name], "lake episodes are not unique")
        if name == "branches":
            for path in paths:
                for row in pq.read_table(path).to_pylist():
                    where = f"branch {row['branch_id']}"
                    one_length(where, row, "token_ids", "sampled", "mask_reason", "loss_mask",
                               "weight_versions", "logprobs")
                    check_logprobs(where, row["logprobs"], row["sampled"], [0] * row["num_tokens"])
                    check(row["fidelity"] in ("token_exact", "text_only"), where, row["fidelity"])
    return rows


def main(directory):
    sets = os.path.join(directory, "sets")
    names = sorted(n for n in os.listdir(sets) if not n.startswith("."))
    check(names, sets, "holds no sets")
    for name in names:
        print(f"{name}: {check_set(sets, name)} rows")
    lake = os.path.join(directory, "lake")
    if os.path.isdir(lake):
        print("lake:", ", ".join(f"{count} {name}" for name, count in check_lake(lake).items()))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    try:
        main(sys.argv[1])
    except Broken as broken:
        print(f"check failed: {broken}", file=sys.stderr)
        sys.exit(1)
