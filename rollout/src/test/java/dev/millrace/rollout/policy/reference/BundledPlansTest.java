package dev.millrace.rollout.policy.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.millrace.rollout.markup.CallIds;
import dev.millrace.rollout.markup.ParsedTurn;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.disk.TaskSources;
import dev.millrace.rollout.token.ChatFormat;
import dev.millrace.rollout.token.ChatFormats;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BundledPlansTest {
  private static final ChatFormat FORMAT = ChatFormats.bundled();
  private final Path root = Path.of(System.getProperty("millrace.root", ".."), "conf", "tasks");

  @BeforeEach
  void tasksAreThere() {
    assumeTrue(
        Files.isDirectory(root), () -> root + " is missing: plans for bundled tasks go unchecked");
  }

  @Test
  void everyTurnOfEveryCleanPlanReadsBackAsItWasWritten() {
    List<String> unlike = new ArrayList<>();
    for (Task task : TaskSources.open(root).tasks()) {
      for (PlannedTurn turn : new FaultPlanner(0).plan(task, 1, 0).turns()) {
        String text = FORMAT.renderTurn(turn.message());
        int[] ids = FORMAT.tokenizer().encode(text);
        ParsedTurn read =
            FORMAT.parse(FORMAT.tokenizer().decode(ids), "", List.of(), new CallIds());
        boolean same =
            read.malformed().isEmpty()
                && read.message().content().equals(turn.message().content())
                && FORMAT.renderTurn(read.message()).equals(text);
        if (!same) {
          unlike.add(task.ref().id() + ": " + turn.message().content());
        }
      }
    }
    assertEquals(List.of(), unlike);
  }

  @Test
  void everyTaskLeavesRoomForFaultsOfTwoKindsOrMore() {
    FaultPlanner always = new FaultPlanner(1);
    for (Task task : TaskSources.open(root).tasks()) {
      Set<String> kinds = new TreeSet<>();
      for (int seed = 0; seed < 60; seed++) {
        always
            .plan(task, seed, 1)
            .turns()
            .forEach(turn -> kinds.add(turn.labels().getOrDefault("fault", "")));
      }
      kinds.remove("");
      assertTrue(kinds.size() >= 2, () -> task.ref().id() + " has only " + kinds);
    }
  }
}
