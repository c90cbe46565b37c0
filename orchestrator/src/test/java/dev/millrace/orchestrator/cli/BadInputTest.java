package dev.millrace.orchestrator.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What people get wrong, and what they are told.
class BadInputTest {
  private static final Path TASKS =
      Path.of(System.getProperty("millrace.root", ".."))
          .toAbsolutePath()
          .normalize()
          .resolve("conf/tasks");

  @TempDir Path directory;

  @Test
  void misspelledKeyIsNamedWithItsLineAndTheNearestKey() throws IOException {
    refused(run("run: night\ntasks:\n  gruop: 4\n"), 2, "run.yaml:3", "tasks.gruop", "group");
  }

  @Test
  void missingConfigurationIsNamed() {
    Path conf = directory.resolve("nowhere.yaml");
    refused(
        Called.millrace("run", conf.toString(), "--out", out()),
        2,
        conf.toString(),
        "no such file");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"hunter2:$6$x:1:0\nnext:*\n", "{hunter2: [", "*hunter2\n", "run: @hunter2\n"})
  void contentOfAFileThatIsNoConfigurationIsNotRepeated(String content) throws IOException {
    Called called = run(content);
    refused(called, 2, "run.yaml:");
    assertFalse(called.err().contains("hunter2"), called.err());
  }

  @Test
  void engineAndTokenizerThatAreNotThereAreFoundBeforeABrokerStarts() throws IOException {
    String tasks = "tasks: {path: %s, limit: 1}\n".formatted(TASKS);
    Called nobody = run(tasks, "--engine", "http://127.0.0.1:1");
    refused(nobody, 1, "http://127.0.0.1:1/", "nothing listens there");
    assertFalse(nobody.err().contains("Exception"), nobody.err());
    refused(
        run(tasks, "--engine", "http://127.0.0.1:1", "--tokenizer", out()),
        2,
        "policy.tokenizer",
        out());
    assertFalse(Files.exists(Path.of(out())), "a broker has begun");
  }

  @Test
  void brokenTaskIsNamedWithItsFileAndLine() throws IOException {
    Path task = Files.createDirectories(directory.resolve("tasks/swe/slugs"));
    Files.writeString(task.resolve("task.toml"), "version = \"1.0\"\n[metadata\n");
    Files.writeString(task.resolve("instruction.md"), "Fix the slugs.\n");
    refused(run("tasks: {path: tasks}\n"), 2, "swe/slugs/task.toml:2");
  }

  @Test
  void takenPortIsNamedWithTheKeyToChange() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());
      refused(
          run("tasks: {path: %s, limit: 1}\nkafka: {port: %s}\n".formatted(TASKS, port)),
          1,
          port,
          "is taken",
          "kafka.port");
    }
    assertFalse(Files.exists(Path.of(out())), "a run that never began has left something");
  }

  @Test
  void outputThatHoldsARunIsLeftAlone() throws IOException {
    Files.createDirectories(directory.resolve("out/lake"));
    refused(
        run("tasks: {path: %s, limit: 1}\n".formatted(TASKS)), 2, out(), "holds a run", "--resume");
  }

  @Test
  void resumingNothingIsRefused() throws IOException {
    refused(
        run("tasks: {path: %s, limit: 1}\n".formatted(TASKS), "--resume"),
        2,
        out(),
        "holds no run");
  }

  @Test
  void roleWithoutABrokerAsksForOne() throws IOException {
    Path conf = conf("tasks: {path: %s, limit: 1}\n".formatted(TASKS));
    refused(
        Called.millrace("role", "worker", conf.toString(), "--out", out()), 2, "--kafka HOST:PORT");
  }

  @Test
  void whatIsNoAddressOfABrokerIsNamed() throws IOException {
    refused(
        run("tasks: {path: %s, limit: 1}\n".formatted(TASKS), "--kafka", "nonsense"),
        1,
        "nonsense",
        "HOST:PORT");
    assertFalse(Files.exists(Path.of(out())), "a run that never began has left something");
  }

  @Test
  void rowsThatAreNotThereAreNoImport() throws IOException {
    Path empty = Files.createFile(directory.resolve("empty.jsonl"));
    Path missing = directory.resolve("nowhere.jsonl");
    refused(imported(empty), 2, empty + " holds no rows");
    refused(imported(missing), 2, missing + ": there is no such file");
    assertFalse(Files.exists(Path.of(out())), "something was written");
  }

  private Called imported(Path rows) {
    return Called.millrace("tasks", "import", "swe-bench", rows.toString(), "--out", out());
  }

  @Test
  void roleWhoseBrokerDoesNotAnswerSaysWhere() throws IOException {
    Path conf = conf("tasks: {path: %s, limit: 1}\nkafka: {patience: 1s}\n".formatted(TASKS));
    // Taken, so that nobody else comes to listen there.
    try (Socket silent = new Socket()) {
      silent.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      String broker = "127.0.0.1:" + silent.getLocalPort();
      refused(
          Called.millrace("role", "sink", conf.toString(), "--out", out(), "--kafka", broker),
          1,
          broker,
          "no broker answered",
          "within 1 s");
    }
  }

  @Test
  void unknownRoleIsRefusedWithThoseThatAre() throws IOException {
    Path conf = conf("");
    refused(Called.millrace("role", "wroker", conf.toString()), 2, "wroker", "WORKER");
  }

  @Test
  void familyWithoutTasksIsNamedWithThoseThatAre() throws IOException {
    refused(
        run("tasks: {path: %s, families: {sew: 1}}\n".formatted(TASKS)),
        2,
        "tasks.families.sew",
        "answer, swe, terminal, tools");
  }

  @Test
  void unknownSetIsNamedWithThoseThatAre() throws IOException {
    refused(run("sets: {build: [sft, dop]}\n"), 2, "run.yaml:1", "dop", "sft, dpo, rl, metarl");
  }

  @Test
  void unknownOptionIsRefused() throws IOException {
    refused(run("", "--sede", "7"), 2, "--sede");
  }

  @Test
  void formulaThatIsNoneIsNamed() throws IOException {
    refused(
        run("tasks: {path: %s, limit: 1}\nscorer: {formula: correctnes + 1}\n".formatted(TASKS)),
        2,
        "scorer.formula",
        "correctnes");
  }

  private Called run(String conf, String... options) throws IOException {
    String[] arguments = {"run", conf(conf).toString(), "--out", out()};
    String[] all = Arrays.copyOf(arguments, arguments.length + options.length);
    System.arraycopy(options, 0, all, arguments.length, options.length);
    return Called.millrace(all);
  }

  private Path conf(String text) throws IOException {
    return Files.writeString(directory.resolve("run.yaml"), text);
  }

  private String out() {
    return directory.resolve("out").toString();
  }

  private static void refused(Called called, int status, String... parts) {
    assertEquals(status, called.status(), called.err());
    for (String part : parts) {
      assertTrue(called.err().contains(part), () -> part + " is not in: " + called.err());
    }
    assertFalse(called.err().contains("\tat "), called.err());
    assertEquals("", called.out());
  }
}
