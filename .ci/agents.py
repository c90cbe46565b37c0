"""Runs agents that are not ours through whole episodes, and other people's clients against the gateway.

usage: agents.py install DIR
       agents.py run DIR OUT CLASSPATH COMMAND...

DIR gets the agents in the pinned versions of .ci/agents. CLASSPATH holds rollout's test classes and
what they need, COMMAND is the millrace command. An agent passes when its episode's tests pass, its one
main branch is token-exact, every other branch is a side call, and a row for RL came out. The agents' engine
then also serves the README's command for a model of one's own, until its first episodes are in the lake.
"""

import glob
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PINS = os.path.join(TOP, ".ci", "agents")
TASK = os.path.join(TOP, "conf", "tasks", "swe", "slug-collisions")
TOKENIZER = os.path.join(TOP, "rollout/src/main/resources/dev/millrace/rollout/token/bundled")
QUICKSTART_WITHIN = 600  # seconds, of which it takes a few; a net for a run that hangs
TESTS = "dev.millrace.rollout.harness.external."


def install(where):
    if not shutil.which("npm"):
        subprocess.run(["apt-get", "update", "-qq"], check=True)
        subprocess.run(["apt-get", "install", "-y", "-qq", "npm"], check=True, stdout=subprocess.DEVNULL)
    # Copied into the tree: what is attached to a sandbox has to be whole.
    subprocess.run([sys.executable, "-m", "venv", "--copies", f"{where}/venv"], check=True)
    subprocess.run([f"{where}/venv/bin/pip", "install", "-q", "-r", f"{PINS}/requirements.txt"], check=True)
    os.makedirs(f"{where}/npm", exist_ok=True)
    shutil.copy(f"{PINS}/package.json", f"{where}/npm")
    subprocess.run(["npm", "install", "--silent", "--ignore-scripts", "--no-audit", "--no-fund"],
                   cwd=f"{where}/npm", check=True)


def agents(where):
    """By name: the program, and what has to be attached for it."""
    npm, venv = f"{where}/npm", f"{where}/venv"
    base = subprocess.run([f"{venv}/bin/python", "-c", "import sys; print(sys.base_prefix)"],
                          check=True, capture_output=True, text=True).stdout.strip()
    python = [] if base == "/usr" or base.startswith("/usr/") else [base]
    codex = glob.glob(f"{npm}/node_modules/@openai/codex-linux-*/vendor/*/bin/codex")
    return {
        "codex": (codex[0], [npm]),
        "opencode": (sorted(glob.glob(f"{npm}/node_modules/opencode-linux-*/bin/opencode"))[0], [npm]),
        "mini-swe-agent": (f"{venv}/bin/mini", [venv, *python]),
    }


def java():
    for home in [os.environ.get("JAVA_HOME"), *sorted(glob.glob("/usr/lib/jvm/*"))]:
        release = os.path.join(home or "", "release")
        if home and os.path.exists(release) and os.path.exists(f"{home}/bin/javac"):
            version = next((line for line in open(release) if line.startswith("JAVA_VERSION=")), "")
            if int(version.split('"')[1].split(".")[0]) >= 25:
                return f"{home}/bin/java"
    sys.exit("FAILED: no JDK 25 or newer")


class Helper:
    """A program of the tests that says one line, runs until its input ends, and may say another."""

    def __init__(self, classpath, name, *arguments):
        # A file, for nobody reads a pipe of it meanwhile.
        self.complaints = tempfile.TemporaryFile("w+", errors="replace")
        self.process = subprocess.Popen(
            [java(), "-Xmx256m", "--enable-native-access=ALL-UNNAMED", "-cp", classpath, TESTS + name, *arguments],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.complaints, text=True)
        self.said = ""
        for line in self.process.stdout:
            if line.startswith("http"):
                self.said = line.strip()
                break
        if not self.said:
            self.complaints.seek(0)
            sys.exit(f"{self.complaints.read()[-3000:]}\nFAILED: {name} did not start")

    def end(self):
        said, _ = self.process.communicate("", timeout=240)
        return said.strip()


def config(name, url, program, attached):
    return f"""\
run: agents
tasks: {{path: tasks, group: 1}}
policy:
  kind: engine
  engine: vllm
  urls: [{json.dumps(url)}]
  tokenizer: {json.dumps(TOKENIZER)}
harness:
  kind: external
  agent: {name}
  executable: {json.dumps(program)}
  attach: {json.dumps(attached)}
worker: {{episodes: 1}}
sets: {{build: [sft, rl]}}
"""


def rows(out, table):
    import pyarrow.parquet

    return [row for file in glob.glob(f"{out}/lake/{table}/*.parquet")
            for row in pyarrow.parquet.read_table(file).to_pylist()]


def episode(name, program, attached, url, out, command):
    os.makedirs(f"{out}/tasks", exist_ok=True)
    shutil.copytree(TASK, f"{out}/tasks/task", dirs_exist_ok=True)
    with open(f"{out}/{name}.yaml", "w") as file:
        file.write(config(name, url, program, attached))
    result = f"{out}/{name}"
    code = subprocess.run([*command, "run", f"{out}/{name}.yaml", "--out", result], timeout=600).returncode
    problems = [] if code == 0 else [f"exit status {code}"]
    for row in rows(result, "episodes"):
        facts = json.loads(row["facts_json"])
        if row["outcome"] != "completed" or row["correctness"] != 1 or facts["agent_exit_code"] != "0":
            problems.append(f"{row['outcome']}, correctness {row['correctness']}, {facts}, {row['failure_detail']}")
        if row["num_tool_calls"] < 3 or not row["workspace_bytes"]:
            problems.append(f"{row['num_tool_calls']} tool calls, {row['workspace_bytes']} bytes changed")
    branches = rows(result, "branches")
    main = [row for row in branches if row["cause"] == "first"]
    if len(main) != 1 or main[0]["num_loss_tokens"] < 100:
        problems.append(f"main branches: {[(row['num_turns'], row['num_loss_tokens']) for row in main]}")
    for row in branches:
        if row["cause"] not in ("first", "side_call") or row["fidelity"] != "token_exact":
            problems.append(f"a branch by {row['cause']} that is {row['fidelity']}")
    sets = {made["name"]: made["rows"] for made in json.load(open(f"{result}/report.json"))["sets"]}
    if sets != {"sft": 1, "rl": 1}:
        problems.append(f"rows {sets}")
    seen = ", ".join(f"{row['cause']} of {row['num_turns']} turns" for row in branches)
    print(f"{name}: {problems or 'passed'}; branches: {seen}", flush=True)
    return problems


def quickstart(url, out, command):
    """The README's `run conf/quickstart.yaml --engine URL`, ended once the lake has episodes."""
    begin = time.monotonic()
    process = subprocess.Popen([*command, "run", "conf/quickstart.yaml", "--engine", url, "--tokenizer", TOKENIZER,
                                "--out", out], stdout=subprocess.DEVNULL)
    try:
        while process.poll() is None and time.monotonic() < begin + QUICKSTART_WITHIN and not rows(out, "episodes"):
            time.sleep(0.2)
        process.terminate()
        code = process.wait(240)
    finally:
        process.kill()
    episodes, branches = rows(out, "episodes"), rows(out, "branches")
    calls = [call for row in episodes for call in json.loads(row["tool_executions_json"])]
    print(f"quickstart: {len(episodes)} episodes with {len(calls)} tool calls after"
          f" {time.monotonic() - begin:.0f} s", flush=True)
    problems = [] if episodes and calls else [f"no episodes of the quickstart in {QUICKSTART_WITHIN} s"]
    # It may be over before it is told to end, and a JVM that is told so ends with 143.
    problems += [] if code in (0, 128 + signal.SIGTERM) else [f"the quickstart ended with {code}"]
    problems += [f"{row['episode_id']}: {row['outcome']}, {row['failure_detail']}" for row in episodes
                 if row["outcome"] != "completed"]
    problems += [f"{row['branch_id']} is {row['fidelity']}" for row in branches if row["fidelity"] != "token_exact"]
    sources = {row["source"] for row in episodes}
    return problems if sources == {"vllm"} else [*problems, f"the policy was {sources}"]


def run(where, out, classpath, command):
    os.makedirs(out, exist_ok=True)
    engine = Helper(classpath, "AgentsEngine", "0", f"{TASK}/solution/solve.sh")
    problems = []
    for name, (program, attached) in agents(where).items():
        problems += episode(name, program, attached, engine.said, out, command)
    problems += quickstart(engine.said, f"{out}/quickstart", command)
    engine.end()
    gateway = Helper(classpath, "SdkGateway", out)
    sdks = [f"{where}/venv/bin/python", f"{PINS}/sdks.py", *gateway.said.split(" ")]
    if subprocess.run(sdks, timeout=300).returncode != 0:
        problems.append("the SDKs")
    print("the SDKs' session:", gateway.end())
    sys.exit(f"FAILED: {problems}" if problems else 0)


if __name__ == "__main__":
    if sys.argv[1] == "install":
        install(os.path.abspath(sys.argv[2]))
    else:
        run(os.path.abspath(sys.argv[2]), os.path.abspath(sys.argv[3]), sys.argv[4], sys.argv[5:])
