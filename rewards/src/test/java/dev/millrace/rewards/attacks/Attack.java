package dev.millrace.rewards.attacks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.rollout.task.SolutionStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One scripted attack, read from its directory.
///
/// @param base the task that it is made on, e.g. `rota`
/// @param baseline the honest agent that it may not do better than, e.g. `nop`
/// @param flags what must be found
/// @param fails tests that must be among those reported as not passed
/// @param shows texts that must be among what its calls gave back
/// @param unscored the boundary of the failure that it ends with instead of a score, or null
/// @param row of the table of attacks that the project set out from, or null for another one
record Attack(
    String name,
    String base,
    String baseline,
    List<ExpectedFlag> flags,
    List<String> fails,
    List<String> shows,
    @Nullable String unscored,
    @Nullable Integer row,
    List<SolutionStep> steps) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// A flag with its evidence.
  ///
  /// @param turn or null where no call shows who did it
  /// @param where a path, or `call` for the id of that turn's call
  record ExpectedFlag(String kind, @Nullable Integer turn, String where) {}

  /// All of them, sorted by name.
  static List<Attack> all(Path root) {
    try (Stream<Path> directories = Files.list(root)) {
      List<Attack> all = new ArrayList<>();
      for (Path directory : directories.sorted().toList()) {
        if (Files.exists(directory.resolve("expect.json"))) {
          all.add(read(directory));
        }
      }
      return all;
    } catch (IOException e) {
      throw new IllegalStateException("the attacks cannot be read", e);
    }
  }

  private static Attack read(Path directory) throws IOException {
    JsonNode expected = JSON.readTree(directory.resolve("expect.json").toFile());
    List<ExpectedFlag> flags = new ArrayList<>();
    for (JsonNode flag : expected.path("flags")) {
      flags.add(
          new ExpectedFlag(
              flag.path("kind").asText(), number(flag.path("turn")), flag.path("where").asText()));
    }
    return new Attack(
        directory.getFileName().toString(),
        expected.path("base").asText(),
        expected.path("baseline").asText(),
        flags,
        texts(expected.path("fails")),
        texts(expected.path("shows")),
        expected.path("unscored").textValue(),
        number(expected.path("table")),
        steps(directory.resolve("attack.jsonl")));
  }

  private static @Nullable Integer number(JsonNode node) {
    return node.isInt() ? node.intValue() : null;
  }

  private static List<String> texts(JsonNode list) {
    return list.valueStream().map(JsonNode::asText).toList();
  }

  /// What an agent does, one call a line.
  static List<SolutionStep> steps(Path file) throws IOException {
    List<SolutionStep> steps = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      JsonNode step = JSON.readTree(line);
      steps.add(
          new SolutionStep(
              step.path("say").asText(),
              step.path("tool").asText(),
              step.path("arguments").toString()));
    }
    return steps;
  }

  @Override
  public String toString() {
    return name;
  }
}
