package dev.millrace.rollout.task.harbor;

import com.google.re2j.Pattern;
import dev.millrace.rollout.task.Artifact;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One of `[[steps]]`.
///
/// @param time that the agent has for it
/// @param minRewards the least that it must be worth by name, for the next step to begin
record StepTable(
    String name,
    Optional<Duration> time,
    VerifierTable verifier,
    Map<String, Double> minRewards,
    List<Artifact> artifacts) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  static List<StepTable> readAll(TomlTable root) {
    List<StepTable> steps = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (TomlTable table : root.tables("steps")) {
      StepTable step = read(table);
      if (!names.add(step.name)) {
        table.problem("name", "another step is named " + step.name);
      }
      steps.add(step);
    }
    return steps;
  }

  private static StepTable read(TomlTable table) {
    String name = table.text("name").orElse("");
    if (!NAME.matches(name)) {
      table.problem("name", "expected the name of a directory in steps/, found \"" + name + "\"");
    }
    TomlTable agent = table.table("agent");
    Optional<Duration> time = agent.seconds("timeout_sec");
    EnvironmentTable.network(agent);
    agent.refuse("user", "every command runs as root here", "root", "0");
    agent.finish();
    table.refuse("healthcheck", "nothing keeps running between commands here");
    table.ignore("description");
    StepTable step =
        new StepTable(
            name,
            time,
            VerifierTable.read(table.table("verifier")),
            table.numbers("min_reward", "reward"),
            ArtifactList.read(table));
    table.finish();
    return step;
  }
}
