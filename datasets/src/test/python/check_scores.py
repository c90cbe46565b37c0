"""Checks the scores of a lake that stand beside its episodes, with readers that are not ours.

Usage: check_scores.py LAKE

Needs pyarrow and duckdb. Exits with 1 and a reason on the first failure.
"""

import glob
import json
import os
import sys

import duckdb
import pyarrow.parquet as pq


class Broken(Exception):
    pass


def check(condition, *reason):
    if not condition:
        raise Broken(" ".join(str(part) for part in reason))


def rows_of(lake, table):
    rows = []
    for file in sorted(glob.glob(os.path.join(lake, table, "*.parquet"))):
        rows += pq.ParquetFile(file).read().to_pylist()
    return rows


def check_row(row, episodes):
    where = f"{row['episode_id']} in scoring {row['scoring']}"
    episode = episodes.get(row["episode_id"])
    check(episode, where, "is no episode of the lake")
    check(row["old_total"] == episode["total"], where, "has another old total than its episode")
    check(row["old_correctness"] == episode["correctness"], where, "has another old verdict")
    if row["scored"]:
        parts = json.loads(row["parts_json"])
        check(row["total"] is not None, where, "has a verdict without a total")
        check(parts["correctness"] == row["correctness"], where, "has two correctnesses")
        check(all(isinstance(v, (int, float)) for v in parts.values()), where, "has odd parts")
    else:
        check(row["total"] is None, where, "has a total without a verdict")
        check(row["unscored_detail"], where, "does not say why it has no verdict")


def main(lake):
    episodes = {row["episode_id"]: row for row in rows_of(lake, "episodes")}
    scores = rows_of(lake, "scores")
    check(scores, "no scores in", lake)
    keys = [(row["scoring"], row["episode_id"]) for row in scores]
    check(len(keys) == len(set(keys)), "an episode is in a scoring twice")
    for row in scores:
        check_row(row, episodes)
    table = f"read_parquet('{lake}/scores/*.parquet')"
    counted = duckdb.sql(
        f"select scoring, count(*), count(distinct episode_id), avg(total) from {table}"
        " group by scoring order by scoring").fetchall()
    for scoring, rows, distinct, mean in counted:
        check(rows == distinct, "duckdb finds an episode twice in", scoring)
        print(f"{scoring}: {rows} episodes, mean total {mean}")
    joined = duckdb.sql(
        f"select count(*) from {table} s join read_parquet('{lake}/episodes/*.parquet') e"
        " on s.episode_id = e.episode_id").fetchall()[0][0]
    check(joined == len(scores), "scores that join no episode")
    for state in rows_of(lake, "states"):
        check(len(state["archive"]) == state["size_bytes"], "a state of another size than it says")


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except Broken as e:
        sys.exit(f"check_scores.py: {e}")
