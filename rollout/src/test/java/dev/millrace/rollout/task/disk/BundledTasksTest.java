package dev.millrace.rollout.task.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.TaskSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BundledTasksTest {
  private final Path root = Path.of(System.getProperty("millrace.root", ".."), "conf", "tasks");

  @BeforeEach
  void tasksAreThere() {
    assumeTrue(
        Files.isDirectory(root), () -> root + " is missing: the bundled tasks are not checked");
  }

  @Test
  void fourFamiliesHoldTwelveTasksOrMore() {
    TaskSource source = TaskSources.open(root);
    Map<String, Long> families =
        source.tasks().stream()
            .collect(
                Collectors.groupingBy(
                    task -> task.ref().family(), TreeMap::new, Collectors.counting()));
    for (String family : List.of("answer", "swe", "terminal", "tools")) {
      assertTrue(families.getOrDefault(family, 0L) >= 12, families.toString());
    }
  }

  @Test
  void everyTaskHasAReferenceSolutionInSteps() {
    List<String> without =
        TaskSources.open(root).tasks().stream()
            .filter(BundledTasksTest::hasNoSteps)
            .map(task -> task.ref().id().value())
            .toList();
    assertEquals(List.of(), without);
  }

  @ParameterizedTest
  @ValueSource(strings = {"run_tests.py", "check_state.py"})
  void copiesOfASharedFileAreIdentical(String name) throws IOException {
    try (Stream<Path> walk = Files.walk(root)) {
      Map<String, List<Path>> byContent =
          walk.filter(path -> path.endsWith(Path.of("tests", name)))
              .collect(Collectors.groupingBy(BundledTasksTest::content));
      assertTrue(byContent.size() <= 1, () -> name + " differs: " + byContent.values());
    }
  }

  private static boolean hasNoSteps(Task task) {
    Task.Solution solution = task.solution();
    return solution == null || solution.steps().isEmpty();
  }

  private static String content(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
