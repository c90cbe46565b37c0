"""Runs episodes on a row, writes them as predictions, and has these read by SWE-bench's own loader and scored again.

usage: check_predictions.py MILLRACE GRADERS WORK

MILLRACE is the command. GRADERS holds releases of SWE-bench, a directory `NAME-VERSION` each. WORK is a directory for
what is made. Each prediction has to end as the episode did that it was written of, and each release has to read every
line and to find the ids, models and patches in them.
"""

import importlib
import json
import pathlib
import subprocess
import sys
import types

import duckdb

ROWS = pathlib.Path(__file__).parents[1] / "resources/dev/millrace/orchestrator/rows"
CONFIGURATION = """
seed: 3
tasks: {path: tasks, group: 12}
policy: {faults: 1.0}
sets: {build: []}
"""


class Anything(types.ModuleType):
    """A module of which nothing is used."""

    def __getattr__(self, name):
        return self if not name.startswith("__") else super().__getattribute__(name)

    def __call__(self, *_, **__):
        return self


def loader(directory):
    """The function that a release reads predictions with."""
    for name in [name for name in sys.modules if name.split(".")[0] == "swebench"]:
        del sys.modules[name]
    for name in ("requests", "dotenv", "docker", "docker.errors", "docker.models", "docker.models.containers",
                 "datasets", "tqdm", "yaml", "ghapi", "ghapi.core", "bs4", "unidiff", "rich", "rich.console"):
        sys.modules[name] = Anything(name)
    for name in ("swebench", "swebench.harness"):
        module = types.ModuleType(name)
        module.__path__ = [str(directory.joinpath(*name.split(".")))]
        sys.modules[name] = module
    return importlib.import_module("swebench.harness.utils").get_predictions_from_file


def main():
    millrace, graders, work = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    work.mkdir(parents=True, exist_ok=True)

    def call(*arguments):
        done = subprocess.run([millrace, *map(str, arguments)], stdout=subprocess.PIPE, text=True, timeout=600)
        assert done.returncode == 0, (arguments, done.returncode, done.stdout)
        return done.stdout

    subprocess.run(["bash", ROWS / "repositories.sh", work / "repositories"], check=True)
    call("tasks", "import", "swe-bench", ROWS / "swe-bench-v5.jsonl", "--out", work / "tasks",
         "--repositories", work / "repositories")
    (work / "run.yaml").write_text(CONFIGURATION)
    call("run", work / "run.yaml", "--out", work / "out")
    file = work / "predictions.jsonl"
    call("export", "predictions", work / "out", "--tasks", work / "tasks", "--to", file, "--attempt", "all",
         "--model", "own/model")
    written = [json.loads(line) for line in file.read_text().splitlines()]
    worth = [row[0] for row in duckdb.sql(
        f"select correctness from '{work}/out/lake/episodes/*.parquet' order by group_id, member").fetchall()]
    assert len(written) == len(worth) == 12 and set(worth) == {0.0, 1.0}, worth

    scored = call("score", "--predictions", file, "--tasks", work / "tasks").splitlines()[1:]
    ends = [line.split("\t")[1] for line in scored]
    assert [end == "resolved" for end in ends] == [value == 1 for value in worth], (ends, worth)

    releases = sorted(graders.glob("swebench-*"))
    assert releases, f"no release of SWE-bench in {graders}"
    for release in releases:
        read = loader(release)(str(file), "own", "test")
        assert read == written, release.name
        assert {(one["instance_id"], one["model_name_or_path"]) for one in read} == {("own__slug-1", "own/model")}
        assert all(isinstance(one["model_patch"], str) for one in read)
    print(f"{len(written)} predictions, {sum(worth):.0f} resolved, as their episodes were; read by "
          + ", ".join(release.name for release in releases))


if __name__ == "__main__":
    main()
