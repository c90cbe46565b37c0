package dev.millrace.rollout.task.harbor;

import dev.millrace.rollout.task.ContentDigest;
import dev.millrace.rollout.task.Rubric;
import dev.millrace.rollout.task.Rubric.Criterion;
import dev.millrace.rollout.task.Rubric.Sight;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// `tests/rubric.toml` of a task: what a judge is asked.
final class RubricFile {
  private static final double WEIGHT = 1;
  private static final double MOST = 10;

  private RubricFile() {}

  /// The rubric, or empty where it has problems, which are noted.
  static Optional<Rubric> read(TaskFile file, String text) {
    int before = file.problems().size();
    TomlTable root = new TomlTable(file, "", TaskToml.parse(file, text));
    Set<Sight> sees = sees(root);
    List<Criterion> criteria = new ArrayList<>();
    for (TomlTable table : root.tables("criteria")) {
      criterion(file, table).ifPresent(criteria::add);
      table.finish();
    }
    root.finish();
    if (criteria.isEmpty() && file.problems().size() == before) {
      root.problem("criteria", "expected at least one [[criteria]], found none");
    }
    if (file.problems().size() > before) {
      return Optional.empty();
    }
    try {
      String digest = new ContentDigest().text("rubric 1").text(criteria + " " + sees).hex();
      return Optional.of(new Rubric(criteria, sees, digest));
    } catch (IllegalArgumentException e) {
      file.problem(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private static Set<Sight> sees(TomlTable root) {
    Set<Sight> sees = EnumSet.noneOf(Sight.class);
    for (String name : root.texts("sees")) {
      try {
        sees.add(Sight.valueOf(name.toUpperCase(Locale.ROOT)));
      } catch (IllegalArgumentException _) {
        root.problem(
            "sees",
            "expected some of instruction, answer, transcript, changes, found \"" + name + "\"");
      }
    }
    return sees.isEmpty() ? EnumSet.allOf(Sight.class) : sees;
  }

  private static Optional<Criterion> criterion(TaskFile file, TomlTable table) {
    try {
      return Optional.of(
          new Criterion(
              table.text("name").orElse(""),
              table.text("description").orElse(""),
              table.number("weight").orElse(WEIGHT),
              table.number("least").orElse(0.0),
              table.number("most").orElse(MOST)));
    } catch (IllegalArgumentException e) {
      file.problem(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }
}
