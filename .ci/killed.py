"""Kills the worker of a run with kill -9 ten times, at random moments of its work, and starts it again each time. Once
the next one has started, nothing of the killed one is left; in the end every planned episode is in the lake, once.

usage: killed.py MILLRACE OUT SEED

MILLRACE is the launcher, OUT a directory that is not there. Needs pyarrow.
"""

import glob
import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.dataset

KILLS = 10
EPISODES = 200
# Ten tasks of each of the four bundled families, five episodes each. Attempts end with their worker, so each episode
# needs more of them than a run of today: one for each kill, and some for leases that end on a busy machine. A short
# lease, so that they are soon sent out again.
CONFIG = """
run: killed
seed: {seed}
tasks: {{path: {tasks}, group: 5, limit: 10}}
policy: {{kind: reference, faults: 0.3}}
schedule: {{lease: 8s, attempts: 30}}
worker: {{episodes: 6}}
scorer: {{parallel: 2}}
sink: {{linger: 1s}}
sets: {{build: [rl]}}
"""


def processes():
    """Of all: parent, and the start, which tells a process from a later one of the same number."""
    all = {}
    for stat in glob.glob("/proc/[0-9]*/stat"):
        try:
            text = Path(stat).read_text()
        except (FileNotFoundError, ProcessLookupError):
            continue
        fields = text[text.rindex(")") + 2 :].split()
        if fields[0] != "Z":
            all[int(text.split(" ", 1)[0])] = (int(fields[1]), fields[19])
    return all


def below(pid):
    """The process and all that it has started, with their starts."""
    all = processes()
    found, new = {}, [pid]
    while new:
        found.update({p: all[p][1] for p in new if p in all})
        new = [p for p, (parent, _) in all.items() if parent in new and p not in found]
    return found


class Run:
    def __init__(self, millrace, out, seed):
        self.millrace, self.out = millrace, out
        self.config = out.with_suffix(".yaml")
        self.config.write_text(CONFIG.format(seed=seed, tasks=os.path.abspath("conf/tasks")))
        self.logs = out.with_suffix(".logs")
        self.logs.mkdir()
        self.kafka = None
        self.all = []

    def start(self, role):
        command = [self.millrace, "role", role, str(self.config), "--out", str(self.out)]
        if role != "broker":
            command += ["--kafka", self.kafka, "--id", "0"]
        log = open(self.logs / role, "a")
        process = subprocess.Popen(command, stdout=log, stderr=log, env={**os.environ, "MILLRACE_HEAP": "512m"})
        self.all.append(process)
        return process

    def start_broker(self):
        self.start("broker")
        at = re.compile(r"broker at (\S+)\s")
        wait(lambda: at.search((self.logs / "broker").read_text()), 240, lambda: "the broker did not start")
        self.kafka = at.search((self.logs / "broker").read_text())[1]

    def owners(self):
        """Who has sandboxes' directories, by process."""
        found = {}
        for place in (".work/scratch-*", "cache/*/building"):
            for owner in glob.glob(str(self.out / place / "owner-*" / "owner")):
                try:
                    found[owner] = int(Path(owner).read_text().split("-")[0] or 0)
                except FileNotFoundError:
                    continue
        return found

    def has_scratch(self, pid):
        return any(of == pid and "scratch-worker" in owner for owner, of in self.owners().items())

    def worker(self):
        """A worker that has opened its sandboxes."""
        process = self.start("worker")
        wait(lambda: self.has_scratch(process.pid) or process.poll() is not None, 240,
             lambda: "no worker started")
        assert process.poll() is None, "a worker ended by itself: " + (self.logs / "worker").read_text()[-2000:]
        return process

    def left(self, pid, started):
        """What a dead worker has left."""
        now = processes()
        found = [f"process {p}" for p, start in started.items() if p in now and now[p][1] == start]
        found += [owner for owner, of in self.owners().items() if of == pid]
        found += glob.glob(f"/sys/fs/cgroup/**/millrace-{pid}-*", recursive=True)
        found += [line for line in Path("/proc/self/mountinfo").read_text().splitlines() if str(self.out) in line]
        return found

    def end(self):
        for process in self.all:
            if process.poll() is None:
                process.kill()
                process.wait()


def wait(holds, seconds, otherwise):
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            sys.exit(f"FAILED after {seconds} s: {otherwise()}")
        time.sleep(0.05)


def kill_again_and_again(run, chance):
    worker = run.worker()
    for number in range(KILLS):
        # Each sandbox has two processes that hold it; two are there before any work.
        works = lambda: len(below(worker.pid)) > 4 or worker.poll() is not None
        wait(works, 240, lambda: f"before kill {number + 1} the worker took up no work")
        time.sleep(chance.uniform(0, 1.5))
        assert worker.poll() is None, f"the worker ended before kill {number + 1}: the run is too short"
        started = below(worker.pid)
        worker.kill()
        worker.wait()
        killed, worker = worker.pid, run.worker()
        left = lambda: run.left(killed, started)[:5]
        wait(lambda: not left(), 60, lambda: f"kill {number + 1} left {left()}")
        print(f"kill {number + 1}: {len(started) - 1} processes below it, nothing left", flush=True)
    return worker


def check(run):
    report = json.loads((run.out / "report.json").read_text())
    rows = pyarrow.dataset.dataset(run.out / "lake" / "episodes").to_table(["episode_id", "outcome"]).to_pylist()
    ids = {row["episode_id"] for row in rows}
    failed = [row for row in rows if row["outcome"] not in ("completed", "truncated")]
    print(f"{len(rows)} rows, {len(ids)} episodes, {len(failed)} failed; report: {report['totals']['episodes']}")
    assert len(rows) == len(ids) == report["totals"]["episodes"] == EPISODES and not failed, failed[:3]
    scratch = glob.glob(str(run.out / ".work" / "scratch-*" / "owner-*"))
    assert not scratch, scratch


def main():
    millrace, out, seed = sys.argv[1], Path(sys.argv[2]).absolute(), int(sys.argv[3])
    begin = time.monotonic()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("FAILED: ended from outside"))
    run = Run(millrace, out, seed)
    try:
        run.start_broker()
        run.start("scheduler")
        run.start("scorer")
        sink = run.start("sink")
        worker = kill_again_and_again(run, random.Random(seed))
        wait(lambda: sink.poll() is not None, 1800, lambda: "the run did not end")
        assert sink.returncode == 0, (run.logs / "sink").read_text()[-2000:]
        wait(lambda: worker.poll() is not None, 240, lambda: "the last worker did not end")
        check(run)
    except BaseException:
        for log in sorted(run.logs.iterdir()):
            print(f"-- the end of what the {log.name} said", *log.read_text().splitlines()[-8:], sep="\n", flush=True)
        raise
    finally:
        run.end()
    print(f"done in {time.monotonic() - begin:.0f} s")


main()
