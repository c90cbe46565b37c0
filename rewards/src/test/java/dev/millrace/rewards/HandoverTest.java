package dev.millrace.rewards;

import static dev.millrace.rewards.MemorySandboxes.delta;
import static dev.millrace.rewards.MemorySandboxes.exited;
import static dev.millrace.rewards.MemorySandboxes.file;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.rewards.Handover.Scope;
import dev.millrace.rollout.sandbox.DeltaEntry;
import dev.millrace.rollout.sandbox.DeltaEntry.Contents;
import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.task.Artifact;
import dev.millrace.rollout.task.Environment;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HandoverTest {
  private static final Handover ALL = Handover.without(List.of());

  private final Map<String, String> originals = new TreeMap<>(Map.of("/app/a", "0"));

  @Test
  void fileOfTheEnvironmentIsInPlaceOfALinkToHiddenFiles() throws InterruptedException {
    var sandboxes = new MemorySandboxes(originals, (_, _) -> exited(0, "/app/a\0"));
    var environment = new Environment(List.of(), Map.of(), "/app", null, "e");
    var left = delta(new DeltaEntry.Link("app/a", "/tests/expected"));

    try (Sandbox sandbox = EndState.rebuild(sandboxes, environment, left, ALL)) {
      assertEquals("0", new String(sandbox.read("/app/a", 1 << 20).orElseThrow(), UTF_8));
    }
  }

  private String judged(Handover handover, String path, DeltaEntry... entries)
      throws InterruptedException {
    var sandboxes = new MemorySandboxes(originals, (_, _) -> exited(0, ""));
    var environment = new Environment(List.of(), Map.of(), "/app", null, "e");
    try (Sandbox sandbox = EndState.rebuild(sandboxes, environment, delta(entries), handover)) {
      return sandbox.read(path, 1 << 20).map(bytes -> new String(bytes, UTF_8)).orElse("absent");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "app/conftest.py",
        "app/deep/er/conftest.py",
        "conftest.py",
        "app/pytest.ini",
        "app/sitecustomize.py",
        "app/usercustomize/__init__.py",
        "etc/python3.11/sitecustomize.py",
        "app/__pycache__/main.cpython-311.pyc",
        "app/jest.config.js",
        "app/vitest.config.ts",
        "app/.mocharc.json",
        "app/.npmrc",
        "root/.bashrc",
        "root/.bash_logout",
        "home/dev/.zlogin",
        "etc/profile.d/x.sh",
        "app/.cargo/config.toml",
        "root/.config/go/env",
        "root/.m2/settings.xml",
        "usr/bin/python3",
        "usr/local/bin/python3",
        "usr/local/bin/pytest",
        "usr/local/sbin/curl",
        "usr/local/lib/python3.11/unittest/case.py",
        "usr/local/lib/python3.11/site-packages/_pytest/runner.py",
        "app/venv/lib/python3.12/site-packages/pytest_evil/plugin.py",
        "app/node_modules/jest/bin/jest.js",
        "app/node_modules/.bin/vitest",
        "etc/alternatives/awk",
        "etc/ld.so.preload",
        "tests/test.sh",
        "logs/verifier/reward.txt",
        "logs/x",
        "solution/solve.sh"
      })
  void whatSteersAGraderStaysAsItWas(String path) throws InterruptedException {
    assertEquals("absent", judged(ALL, "/" + path, file(path, "planted")));
    originals.put("/" + path, "original");
    assertEquals("original", judged(ALL, "/" + path, file(path, "planted")));
    assertEquals("original", judged(ALL, "/" + path, new DeltaEntry.Deleted(path)));
    assertEquals("original", judged(ALL, "/" + path, new DeltaEntry.Link(path, "/app/a")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "app/a",
        "app/test_mine.py",
        "app/conftest.md",
        "app/python3",
        "app/bin/run",
        "usr/local/bin/backup",
        "usr/local/lib/python3.11/site-packages/requests/api.py",
        "usr/local/etc/x",
        "app/node_modules/left-pad/index.js",
        "etc/nginx/nginx.conf",
        "home/dev/notes",
        "logs/artifacts/report.json",
        "opt/lib/python/x"
      })
  void theRestIsHandedOver(String path) throws InterruptedException {
    assertEquals("mine", judged(ALL, "/" + path, file(path, "mine")));
    originals.put("/" + path, "original");
    assertEquals("absent", judged(ALL, "/" + path, new DeltaEntry.Deleted(path)));
  }

  @Test
  void aProgramInThePlaceOfTheSystemsIsLeftOut() throws InterruptedException {
    assertEquals("mine", judged(ALL, "/usr/local/bin/xxd", file("usr/local/bin/xxd", "mine")));
    originals.put("/usr/bin/xxd", "original");
    assertEquals("absent", judged(ALL, "/usr/local/bin/xxd", file("usr/local/bin/xxd", "mine")));
  }

  @Test
  void directoriesOfPathFilesAreAddedAndCodeInThemIsNot() throws InterruptedException {
    String site = "usr/local/lib/python3.11/site-packages/";
    assertEquals(
        "/app/src\n", judged(ALL, "/" + site + "a.pth", file(site + "a.pth", "/app/src\n")));
    assertEquals("absent", judged(ALL, "/" + site + "a.pth", file(site + "a.pth", "import os\n")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ufeff", "/app\u2028", "/app\u0085", "/app\u001c", "/app\f", "/app\r"})
  void lineOfAPthFileBeginsWhereOneBeginsForPython(String before) throws InterruptedException {
    String path = "usr/local/lib/python3.13/site-packages/a.pth";

    assertEquals("absent", judged(ALL, "/" + path, file(path, before + "import os\n")));
  }

  @Test
  void aPluginThatNamesItselfIsLeftOut() throws InterruptedException {
    String points = "app/e.egg-info/entry_points.txt";
    assertEquals(
        "[console_scripts]\n", judged(ALL, "/" + points, file(points, "[console_scripts]\n")));
    assertEquals("absent", judged(ALL, "/" + points, file(points, "[pytest11]\ne = e\n")));
  }

  @Test
  void whatAProjectFileSaysOfTestRunnersIsPutBack() throws InterruptedException {
    originals.put(
        "/app/pyproject.toml", "[project]\nname = \"a\"\n[tool.pytest.ini_options]\nx = 1\n");
    assertEquals(
        "[project]\nname = \"b\"\n\n[tool.pytest.ini_options]\nx = 1\n",
        judged(
            ALL,
            "/app/pyproject.toml",
            file(
                "app/pyproject.toml",
                "[project]\nname = \"b\"\n[tool.pytest.ini_options]\naddopts = \"-p evil\"\n")));
    assertEquals(
        "[options]\nz = 1\n",
        judged(
            ALL,
            "/app/setup.cfg",
            file("app/setup.cfg", "[options]\nz = 1\n[tool:pytest]\na = 1\n")));
    assertEquals(
        originals.get("/app/pyproject.toml"),
        judged(
            ALL,
            "/app/pyproject.toml",
            file("app/pyproject.toml", "[tool]\npytest = { ini_options = { addopts = \"\" } }\n")));
  }

  @Test
  void scriptsOfAPackageArePutBackAndItsDependenciesAreNot() throws InterruptedException {
    originals.put("/app/package.json", "{\"scripts\":{\"test\":\"jest\"}}");
    assertEquals(
        "{\"dependencies\":{\"a\":\"1\"},\"scripts\":{\"test\":\"jest\"}}",
        judged(
            ALL,
            "/app/package.json",
            file(
                "app/package.json",
                "{\"scripts\":{\"test\":\"true\"},\"dependencies\":{\"a\":\"1\"},\"jest\":{}}")));
    String same = "{ \"scripts\": {\"test\": \"jest\"}, \"private\": true }";
    assertEquals(same, judged(ALL, "/app/package.json", file("app/package.json", same)));
    assertEquals(
        originals.get("/app/package.json"),
        judged(ALL, "/app/package.json", file("app/package.json", "broken")));
  }

  @Test
  void aFileThatTheTaskAsksForIsTheAgents() throws InterruptedException {
    var asked =
        new Handover(
            List.of(), Scope.EVERYTHING, List.of(new Artifact("/app/conftest.py", List.of())));
    assertEquals("mine", judged(asked, "/app/conftest.py", file("app/conftest.py", "mine")));
    assertEquals("absent", judged(asked, "/app/x/conftest.py", file("app/x/conftest.py", "mine")));
    var directory =
        new Handover(List.of(), Scope.EVERYTHING, List.of(new Artifact("/app", List.of())));
    assertEquals("absent", judged(directory, "/app/conftest.py", file("app/conftest.py", "mine")));
  }

  @Test
  void ofArtifactsAloneTheRestStaysAsItWas() throws InterruptedException {
    var only =
        new Handover(
            List.of(),
            Scope.ARTIFACTS,
            List.of(
                new Artifact("/app/out", List.of("*.log", "sub/x")),
                new Artifact("/srv/f", List.of())));
    DeltaEntry[] left = {
      file("app/a", "1"),
      file("app/out/r", "r"),
      file("app/out/d/x.log", "l"),
      file("app/out/sub/x/y", "y"),
      file("app/output", "o"),
      file("srv/f", "f"),
      file("logs/artifacts/z", "z")
    };
    Map<String, String> expected =
        Map.of(
            "/app/a",
            "0",
            "/app/out/r",
            "r",
            "/app/out/d/x.log",
            "absent",
            "/app/out/sub/x/y",
            "absent",
            "/app/output",
            "absent",
            "/srv/f",
            "f",
            "/logs/artifacts/z",
            "z");
    for (var one : expected.entrySet()) {
      assertEquals(one.getValue(), judged(only, one.getKey(), left), one.getKey());
    }
  }

  @Test
  void anArtifactWhoseDirectoryWasRemovedIsGone() throws InterruptedException {
    originals.put("/app/out/old", "old");
    var only =
        new Handover(List.of(), Scope.ARTIFACTS, List.of(new Artifact("/app/out", List.of())));
    assertEquals("absent", judged(only, "/app/out/old", new DeltaEntry.Deleted("app")));
    DeltaEntry[] replaced = {
      new DeltaEntry.Directory("app", 0755, Contents.REPLACED),
      new DeltaEntry.Directory("app/out", 0755, Contents.MERGED),
      file("app/out/new", "new")
    };
    assertEquals("absent", judged(only, "/app/out/old", replaced));
    assertEquals("new", judged(only, "/app/out/new", replaced));
    assertEquals("0", judged(only, "/app/a", replaced));
  }

  @Test
  void configurationComesBackWhereItsDirectoryWasReplaced() throws InterruptedException {
    originals.put("/app/conftest.py", "original");
    originals.put("/app/gone/conftest.py", "original");
    DeltaEntry[] replaced = {
      new DeltaEntry.Directory("app", 0755, Contents.REPLACED), file("app/b", "1")
    };
    assertEquals("original", judged(ALL, "/app/conftest.py", replaced));
    assertEquals("absent", judged(ALL, "/app/gone/conftest.py", replaced));
    assertEquals("absent", judged(ALL, "/app/a", replaced));
  }
}
