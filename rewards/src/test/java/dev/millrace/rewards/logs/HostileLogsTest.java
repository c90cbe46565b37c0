package dev.millrace.rewards.logs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rewards.logs.text.BrokenLogException;
import dev.millrace.rewards.logs.text.LogParser;
import dev.millrace.rewards.logs.text.TestLog;
import dev.millrace.rollout.trajectory.TestResult;
import dev.millrace.rollout.trajectory.TestResult.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What logs that are cut, damaged or made to mislead do to every reader.
final class HostileLogsTest {
  private static final List<CorpusCase> CASES = cases();

  /// Whose whole report is one document.
  private static final Set<String> DOCUMENTS =
      Set.of("junit", "jest-json", "vitest-json", "mocha-json", "rspec-json");

  /// Whose runs in a log close one by one.
  private static final Set<String> MANY_RUNS = Set.of("go", "go-json", "cargo");

  private static List<CorpusCase> cases() {
    try {
      return CorpusCase.all();
    } catch (IOException e) {
      throw new AssertionError("the corpus cannot be read", e);
    }
  }

  static Set<String> names() {
    return LogParsers.names();
  }

  private static void readsOrRefuses(LogParser parser, String log) {
    try {
      for (TestResult test : parser.read(log).tests()) {
        assertFalse(test.name().contains("\n"), test.name());
      }
    } catch (BrokenLogException e) {
      assertFalse(e.problem().isBlank());
    }
  }

  @Property(tries = 200, seed = "119")
  void anyTextIsReadOrRefused(@ForAll String text) {
    for (String name : LogParsers.names()) {
      readsOrRefuses(LogParsers.named(name).orElseThrow(), text);
    }
  }

  @Property(tries = 150, seed = "120")
  void damagedLogsAreReadOrRefusedByEveryReader(@ForAll long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    String log = damaged(random);
    for (String name : LogParsers.names()) {
      readsOrRefuses(LogParsers.named(name).orElseThrow(), log);
    }
  }

  /// Pieces of two logs, some characters replaced, cut anywhere.
  private static String damaged(SplittableRandom random) throws IOException {
    StringBuilder log = new StringBuilder();
    for (int i = 0; i < 2; i++) {
      String piece = CASES.get(random.nextInt(CASES.size())).log();
      int from = random.nextInt(piece.length());
      log.append(piece, from, from + random.nextInt(piece.length() - from));
    }
    for (int i = random.nextInt(20); i > 0 && !log.isEmpty(); i--) {
      log.setCharAt(
          random.nextInt(log.length()), " []()=:.#\u001b\r\n-PF".charAt(random.nextInt(15)));
    }
    return log.toString();
  }

  @Property(tries = 300, seed = "121")
  void cutReportsAreRefusedAndCutLogsAreOpen(@ForAll long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    CorpusCase each = CASES.get(random.nextInt(CASES.size()));
    // Mocha's reporters without a tree begin with the line that counts what passed.
    boolean treeless = Set.of("mocha/dot", "mocha/min").contains(each.name());
    if (treeless || each.parser().contains("parse_") || MANY_RUNS.contains(each.parser())) {
      return;
    }
    String whole = each.log().strip();
    String cut = whole.substring(0, random.nextInt(whole.length() / 2));
    if (DOCUMENTS.contains(each.parser())) {
      assertThrows(BrokenLogException.class, () -> each.read(cut), each.name());
      return;
    }
    try {
      assertFalse(each.read(cut).closed(), each.name());
    } catch (BrokenLogException e) {
      assertTrue(each.parser().equals("tap"), each.name() + ": " + e.problem());
    }
  }

  /// A line that says of a failed test what some line says of a test that passed.
  @Property(tries = 500, seed = "122")
  void printedResultsMendNothing(@ForAll long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    CorpusCase each = CASES.get(random.nextInt(CASES.size()));
    List<String> failed = named(each, Set.of("FAILED", "ERROR"));
    List<String> passed = named(each, Set.of("PASSED"));
    // Surefire 2 prints methods without their class: they belong to the class before them.
    boolean unnamed = each.parser().contains("parse_") || each.name().contains("surefire2");
    if (unnamed || failed.isEmpty() || passed.isEmpty()) {
      return;
    }
    String name = failed.get(random.nextInt(failed.size()));
    List<String> lines = new ArrayList<>(each.log().lines().toList());
    String other = passed.get(random.nextInt(passed.size()));
    for (String line : List.copyOf(lines)) {
      if (line.contains(last(other))) {
        lines.add(random.nextInt(lines.size()), line.replace(last(other), last(name)));
      }
    }
    try {
      Status status = statuses(each.read(String.join("\n", lines))).get(name);
      assertNotEquals(Status.PASSED, status, () -> each.name() + " says so of " + name);
    } catch (BrokenLogException e) {
      assertFalse(e.problem().isBlank());
    }
  }

  private static List<String> named(CorpusCase each, Set<String> statuses) {
    return each.tests().keySet().stream()
        .filter(name -> statuses.contains(each.tests().get(name)))
        .toList();
  }

  /// What of a name stands on its line in a tree.
  private static String last(String name) {
    return name.substring(Math.max(name.lastIndexOf(" > "), name.lastIndexOf("::")) + 1);
  }

  private static Map<String, Status> statuses(TestLog log) {
    Map<String, Status> statuses = new HashMap<>();
    log.tests().forEach(test -> statuses.put(test.name(), test.status()));
    return statuses;
  }

  @Test
  void resultsThatNoTestHasAreRefused() {
    String forged =
        "== test session starts ==\nt.py::a PASSED\nt.py::b PASSED\n== 1 passed in 0.1s ==";
    String problem =
        assertThrows(
                BrokenLogException.class,
                () -> LogParsers.named("pytest").orElseThrow().read(forged))
            .problem();
    assertTrue(problem.contains("names 2 tests") && problem.contains("count 1"), problem);
  }

  @Test
  void logThatIsLongerThanAnyIsRefused() {
    String log = "x".repeat(LogParser.MOST_CHARS + 1);
    for (String name : LogParsers.names()) {
      LogParser parser = LogParsers.named(name).orElseThrow();
      assertThrows(BrokenLogException.class, () -> parser.read(log), name);
    }
  }

  /// Lines that make a pattern which looks ahead again and again slow: linear readers take a
  /// fraction of a second.
  @ParameterizedTest
  @MethodSource("names")
  void longAndRepeatingLinesAreReadInLinearTime(String name) {
    LogParser parser = LogParsers.named(name).orElseThrow();
    for (String unit :
        List.of(
            " ",
            "(",
            "[",
            "#",
            "a#",
            ". ",
            "= ",
            " - ",
            " ... ",
            "::",
            "t::a[] PASSED (] ",
            ".",
            "--- PASS: ",
            " # ",
            "1",
            "* ",
            "[OK] (",
            " (1 test | ",
            " [ ",
            "skipped '",
            "ok ",
            "</",
            "\u001b[",
            "Time elapsed: ",
            "_ a.py:")) {
      for (String start :
          List.of(
              "",
              "== test session starts ==\n",
              "PASS a.js\n ",
              "ok 1 - ",
              "=== RUN   a\n--- PASS: ",
              "running 1 test\ntest ",
              "\nA\n  ",
              "[ok]: ",
              "✓ ",
              "test_a (b) ... ",
              "[junit] [PASS] ",
              "Running a\n",
              " ✓ a",
              "A#b = ")) {
        String log = start + unit.repeat(24_000 / unit.length()) + "x\n";
        assertTimeout(Duration.ofMinutes(1), () -> readsOrRefuses(parser, log), start + unit);
      }
    }
  }

  @Test
  void windowsLineEndsAndColoursChangeNothing() throws IOException, BrokenLogException {
    for (CorpusCase each : CASES) {
      if (!each.parser().contains("parse_") && !DOCUMENTS.contains(each.parser())) {
        String log = each.log().replace("\r\n", "\n").replace("\n", "\u001b[0m\r\n");
        assertEquals(statuses(each.read(each.log())), statuses(each.read(log)), each.name());
      }
    }
  }
}
