package dev.millrace.orchestrator.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.datasets.lake.Lake;
import dev.millrace.datasets.lake.ParquetLake;
import dev.millrace.datasets.lake.table.Store;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.ScoredTrajectory;
import dev.millrace.rollout.trajectory.ToolCall;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Whole runs in one process, compared by their seeds, and what they say while they run.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RepeatIT {
  /// Shorter ones are found in any text.
  private static final int TELLING_LENGTH = 12;

  private static final Pattern BREAKS = Pattern.compile("\\\\n|\\\\\"|\\R|[{}]");

  private TestRun first;
  private TestRun second;
  private TestRun other;

  @BeforeAll
  void runThrice(@TempDir Path directory) throws IOException, InterruptedException {
    TestRun.needsNamespaces(directory);
    first = whole(directory.resolve("first"), Map.of("MILLRACE_LOG", "INFO"));
    second = whole(directory.resolve("second"), Map.of());
    other = whole(directory.resolve("other"), Map.of(), "--seed", "8");
  }

  @Test
  void oneSeedGivesTheSameSets() {
    Results.sameSets(first, second);
  }

  @Test
  void anotherSeedGivesOtherSets() {
    assertNotEquals(Results.digests(first), Results.digests(other));
  }

  @Test
  void nobodyIsShownAStackTrace() throws IOException {
    assertFalse(second.log("run").contains("\tat "), second.log("run"));
  }

  @Test
  void logHoldsNothingOfWhatAgentsReadAndWrite() throws IOException {
    Lake lake = new ParquetLake(Store.local(first.out().resolve("lake")));
    Set<String> content = new HashSet<>();
    for (ScoredTrajectory row : lake.read(lake.episodes())) {
      row.trajectory().messages().forEach(message -> collect(message, content));
    }
    assertTrue(content.size() > 100, () -> "only " + content.size() + " pieces to look for");
    String log = first.log("run");
    List<String> leaked = content.stream().filter(log::contains).toList();
    assertEquals(List.of(), leaked);
  }

  private static void collect(Message message, Set<String> content) {
    switch (message) {
      case Message.Assistant said -> {
        pieces(said.content(), content);
        said.toolCalls().stream()
            .map(ToolCall::argumentsJson)
            .forEach(arguments -> pieces(arguments, content));
      }
      case Message.SystemPrompt _, Message.User _, Message.ToolResult _ ->
          pieces(message.content(), content);
    }
  }

  private static void pieces(String text, Set<String> content) {
    BREAKS
        .splitAsStream(text)
        .map(String::strip)
        .filter(piece -> piece.length() >= TELLING_LENGTH)
        .forEach(content::add);
  }

  private static TestRun whole(Path directory, Map<String, String> environment, String... options)
      throws IOException, InterruptedException {
    TestRun run = TestRun.of(directory, 1);
    long start = System.nanoTime();
    run.endsWell("run", run.whole(environment, options));
    System.out.println("one run took " + (System.nanoTime() - start) / 1_000_000 + " ms");
    run.close();
    return run;
  }
}
