package dev.millrace.rollout.task.harbor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.task.StateGoal;
import dev.millrace.rollout.task.StateGoal.Action;
import dev.millrace.rollout.task.StateGoal.Part;
import dev.millrace.rollout.task.Verification.StateCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StateGoalFileTest {
  private static final String ACTIONS =
      "\"actions\": [{\"name\": \"a\", \"arguments\": {\"x\": 1}, \"compare_args\": [\"x\"]},"
          + " {\"name\": \"b\", \"arguments\": {}}]";
  private static final String ASSERTIONS =
      "\"assertions\": [{\"name\": \"n\", \"pointer\": \"/p\", \"equals\": 1}]";
  private static final String TOLD = "\"communicate_info\": [\"12\"]";

  @TempDir Path directory;

  private final List<String> problems = new ArrayList<>();

  private StateCheck read(String... members) throws IOException {
    String text = "{\"file\": \"/s.json\", " + String.join(", ", members) + "}";
    Path file = Files.writeString(directory.resolve("state.json"), text);
    return new JsonFiles(problems).stateCheck(file);
  }

  @Test
  void goalIsReadWhole() throws IOException {
    StateGoal goal =
        read(ACTIONS, ASSERTIONS, TOLD, "\"reward_basis\": [\"ACTION\", \"DB\"]").goal();
    assertEquals(List.of(), problems);
    assertEquals(
        List.of(
            new Action("a", "{\"x\":1}", Optional.of(List.of("x"))),
            new Action("b", "{}", Optional.empty())),
        goal.actions());
    assertEquals(List.of("12"), goal.told());
    assertEquals(Set.of(Part.ACTION, Part.DB), goal.basis());
  }

  @Test
  void withoutABasisAllCountsButTheCalls() throws IOException {
    assertEquals(
        Set.of(Part.DB, Part.ENV_ASSERTION, Part.COMMUNICATE),
        read(ACTIONS, ASSERTIONS, TOLD).goal().basis());
    assertEquals(Set.of(Part.DB), read(ACTIONS).goal().basis());
    assertEquals(StateGoal.ASSERTIONS, read(ASSERTIONS).goal());
    assertEquals(List.of(), problems);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "\"assertions\": [] | assertions: expected at least one",
        "\"communicate_info\": [\"\"] | communicate_info: an empty text",
        "\"actions\": [{\"name\": \"a\"}] | actions[0].arguments: expected an object",
        "\"actions\": [{\"name\": \"a\", \"arguments\": {}, \"info\": \"\"}] | actions[0].info:"
            + " unknown key",
        "\"communicate_info\": [\"1\"], \"reward_basis\": [\"COMMUNICAT\"] | reward_basis: no part"
            + " is named COMMUNICAT",
        "\"communicate_info\": [\"1\"], \"reward_basis\": [\"DB\"] | reward_basis: DB has nothing",
        "\"asserts\": [] | asserts: unknown key; did you mean \"assertions\"?"
      })
  void whatIsWrongIsNamed(String member, String problem) throws IOException {
    read(member);
    assertTrue(problems.toString().contains(problem), problems::toString);
  }
}
