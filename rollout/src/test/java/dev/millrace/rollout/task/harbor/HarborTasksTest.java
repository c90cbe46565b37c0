package dev.millrace.rollout.task.harbor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.millrace.rollout.task.Environment.Step;
import dev.millrace.rollout.task.Limits;
import dev.millrace.rollout.task.Measure;
import dev.millrace.rollout.task.Measure.Better;
import dev.millrace.rollout.task.Measure.Scale;
import dev.millrace.rollout.task.SolutionStep;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.Toolbox;
import dev.millrace.rollout.task.Verification;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HarborTasksTest {
  @TempDir Path root;
  TaskFixture fixture;

  @BeforeEach
  void soundTask() {
    fixture = TaskFixture.in(root);
  }

  @Test
  void aSoundDirectoryIsReadWhole() {
    Task task = fixture.task();
    assertEquals("swe/fix-x", task.ref().id().value());
    assertEquals("swe", task.ref().family());
    assertEquals("Fix it.", task.instruction());
    assertEquals("/app", task.environment().workdir());
    assertEquals(
        List.of(new Step.MakeDirectory("/app"), new Step.Copy(List.of("repo"), "/app/")),
        task.environment().steps());
    assertEquals(Toolbox.BUILTIN, task.toolbox());
    assertEquals(Limits.DEFAULT, task.limits());
    assertEquals(
        new Verification.TestScript(
            fixture.directory().resolve("tests"), Duration.ofMinutes(10), List.of()),
        task.verification());
    assertNull(task.solution());
  }

  @Test
  void limitsAndTestPathsComeFromTheToml() {
    fixture.with(
        "task.toml",
        """
        version = "1.0"
        [metadata]
        max_turns = 7
        test_paths = ["/app/tests"]
        [[metadata.measures]]
        metric = "seconds"
        baseline = 12.5
        better = "lower"
        scale = "log"
        [[metadata.measures]]
        metric = "score"
        name = "game"
        baseline = 100
        least = -1
        most = 2.5
        [verifier]
        timeout_sec = 1.5
        [agent]
        timeout_sec = 90
        [environment]
        memory = "512M"
        storage = "10G"
        allow_internet = false
        workdir = "/srv"
        env = { A = "1" }
        """);
    Task task = fixture.task();
    assertEquals(7, task.limits().turns());
    assertEquals(
        List.of(
            new Measure("seconds", "seconds", 12.5, Better.LOWER, Scale.LOG, -4, 4),
            new Measure("game", "score", 100, Better.HIGHER, Scale.LINEAR, -1, 2.5)),
        task.measures());
    assertEquals(Duration.ofSeconds(90), task.limits().wallTime());
    assertEquals(512L << 20, task.limits().commandMemoryBytes());
    assertEquals("/srv", task.environment().workdir());
    assertEquals(Map.of("A", "1"), task.environment().variables());
    assertEquals(
        new Verification.TestScript(
            fixture.directory().resolve("tests"), Duration.ofMillis(1500), List.of("/app/tests")),
        task.verification());
  }

  @Test
  void functionsStateAndStepsAreRead() {
    fixture
        .with(
            "environment/tools.json",
            """
            {"builtin": ["submit"], "command": ["python3", "/srv/s.py"],
             "functions": [{"name": "pay", "description": "Pays.", "parameters": {"type": "object"}}]}
            """)
        .with("tests/test.sh", "python3 /tests/check.py state.json\n")
        .with(
            "tests/state.json",
            """
            {"file": "/srv/state.json",
             "assertions": [{"name": "paid", "pointer": "/a/paid", "equals": [1, null]}]}
            """)
        .with("solution/solve.sh", "true\n")
        .with(
            "solution/steps.jsonl",
            """
            {"say": "I pay.", "tool": "pay", "arguments": {"cents": 5}}
            {"say": "", "tool": "submit", "arguments": {}}
            """);
    Task task = fixture.task();
    assertEquals(Set.of("submit"), task.toolbox().builtin());
    assertEquals("{\"type\":\"object\"}", task.toolbox().functions().getFirst().parametersJson());
    assertEquals(List.of("python3", "/srv/s.py"), task.toolbox().command());
    assertEquals(
        new Verification.StateCheck(
            "/srv/state.json",
            List.of(new Verification.StateCheck.Assertion("paid", "/a/paid", "[1,null]"))),
        task.verification());
    assertEquals(
        new Task.Solution(
            fixture.directory().resolve("solution/solve.sh"),
            List.of(
                new SolutionStep("I pay.", "pay", "{\"cents\":5}"),
                new SolutionStep("", "submit", "{}"))),
        task.solution());
  }

  @Test
  void digestsChangeWithWhatTheyCover() throws Exception {
    Task before = fixture.task();
    assertEquals(before.ref().digest(), fixture.task().ref().digest());
    Task hidden = fixture.with("tests/test.sh", "#!/bin/bash\ntrue\n").task();
    assertNotEquals(before.ref().digest(), hidden.ref().digest());
    assertEquals(before.environment().digest(), hidden.environment().digest());
    Task copied = fixture.with("environment/repo/main.py", "print(2)\n").task();
    assertNotEquals(before.environment().digest(), copied.environment().digest());
    Files.setPosixFilePermissions(
        fixture.directory().resolve("environment/repo/main.py"),
        PosixFilePermissions.fromString("rwxr-xr-x"));
    assertNotEquals(copied.environment().digest(), fixture.task().environment().digest());
  }

  @Test
  void everyKnownKeyIsAccepted() {
    fixture.with(
        "task.toml",
        """
        schema_version = "1.4"
        source = "x"
        artifacts = ["/a", {source = "/b"}]
        multi_step_reward_strategy = "mean"
        [task]
        name = "o/n"
        version = "1"
        description = "d"
        authors = [{name = "a"}]
        keywords = ["k"]
        [metadata]
        anything = {at = "all"}
        [verifier]
        timeout_sec = 1
        env = {}
        user = "root"
        network_mode = "no-network"
        allowed_hosts = []
        environment_mode = "shared"
        [agent]
        timeout_sec = 2
        user = "root"
        network_mode = "public"
        allowed_hosts = []
        [environment]
        build_timeout_sec = 6
        docker_image = ""
        os = "linux"
        cpus = 2
        memory_mb = 64
        memory = "1G"
        storage_mb = 5
        storage = "1G"
        gpus = 0
        gpu_types = []
        allow_internet = true
        env = {}
        workdir = "/app"
        mcp_servers = []
        network_mode = "no-network"
        allowed_hosts = []
        [solution]
        env = {}
        """);
    assertEquals(64L << 20, fixture.task().limits().commandMemoryBytes());
  }

  @Test
  void aTaskOpenedByItselfIsNamedAfterItsDirectory() {
    Task task = HarborTasks.open(fixture.directory()).tasks().getFirst();
    assertEquals("fix-x", task.ref().id().value());
  }
}
