package dev.millrace.rewards.judge;

import dev.millrace.rewards.Verdict;
import dev.millrace.rewards.integrity.Edit;
import dev.millrace.rewards.integrity.Evidence;
import dev.millrace.rewards.integrity.secret.Redaction;
import dev.millrace.rewards.integrity.secret.SecretScanner;
import dev.millrace.rollout.sandbox.DeltaEntry;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.task.Rubric;
import dev.millrace.rollout.task.Rubric.Sight;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.ToolCall;
import dev.millrace.rollout.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// What a judge is shown of an episode: without secrets, and cut to a length.
///
/// @param sections in the order of [Sight]
record Material(List<Section> sections) {
  private static final String NOTHING = "(nothing)";

  Material {
    sections = List.copyOf(sections);
  }

  /// @param name of what it shows
  record Section(String name, String text) {}

  /// Reads an episode. Secrets are looked for in whole texts, before anything is cut: the rest of
  /// one that was cut through would be known by no rule.
  static Material of(
      Task task,
      Rubric rubric,
      Trajectory trajectory,
      SandboxProvider sandboxes,
      SecretScanner scanner,
      int mostChars)
      throws InterruptedException {
    Verdict.Judged none = new Verdict.Judged(0, List.of());
    try (Evidence evidence = Evidence.of(task, trajectory, none, sandboxes)) {
      List<Changed> changed = rubric.sees().contains(Sight.CHANGES) ? changed(evidence) : List.of();
      List<String> raw = new ArrayList<>(texts(task, trajectory));
      changed.forEach(file -> raw.addAll(file.texts()));
      raw.addAll(deleted(evidence));
      Redaction redaction =
          new Redaction(raw.stream().flatMap(text -> scanner.scan(text).stream()).toList());
      Writer writer = new Writer(redaction::of, mostChars);
      List<Section> sections = new ArrayList<>();
      for (Sight sight : Sight.values()) {
        if (rubric.sees().contains(sight)) {
          String text =
              switch (sight) {
                case INSTRUCTION -> writer.text(task.instruction());
                case ANSWER ->
                    writer.text(Optional.ofNullable(trajectory.end().answer()).orElse(""));
                case TRANSCRIPT -> writer.transcript(trajectory.messages());
                case CHANGES -> writer.changes(changed, deleted(evidence));
              };
          sections.add(new Section(sight.name().toLowerCase(Locale.ROOT), text));
        }
      }
      return new Material(sections);
    }
  }

  /// A file that is not what it was.
  private record Changed(String path, Optional<String> before, String after) {
    List<String> texts() {
      return Stream.concat(before.stream(), Stream.of(after, path)).toList();
    }
  }

  private static List<Changed> changed(Evidence evidence) throws InterruptedException {
    List<Changed> changed = new ArrayList<>();
    for (Edit edit : evidence.edits()) {
      if (edit.isChange()) {
        changed.add(new Changed(edit.path(), edit.before(), edit.after()));
      }
    }
    return changed;
  }

  private static List<String> deleted(Evidence evidence) {
    return evidence.changes().stream()
        .filter(DeltaEntry.Deleted.class::isInstance)
        .map(entry -> "/" + entry.path())
        .toList();
  }

  private static List<String> texts(Task task, Trajectory trajectory) {
    List<String> texts = new ArrayList<>(List.of(task.instruction()));
    Optional.ofNullable(trajectory.end().answer()).ifPresent(texts::add);
    for (Message message : trajectory.messages()) {
      texts.add(message.content());
      if (message instanceof Message.Assistant(_, _, List<ToolCall> calls)) {
        calls.forEach(call -> texts.add(call.argumentsJson()));
      }
    }
    return texts;
  }

  /// Writes sections.
  ///
  /// @param clean takes secrets out
  /// @param most characters of all sections
  private record Writer(UnaryOperator<String> clean, int most) {
    String text(String text) {
      return orNothing(Excerpt.cut(clean.apply(text), most / 8));
    }

    /// What was said and done, without what the model thought: reasoning is no work.
    String transcript(List<Message> messages) {
      List<String> entries = new ArrayList<>();
      int turn = 0;
      for (Message message : messages) {
        switch (message) {
          case Message.SystemPrompt _, Message.User _ -> {}
          case Message.Assistant(String content, _, List<ToolCall> calls) -> {
            turn++;
            if (!content.isBlank()) {
              entries.add(entry("turn " + turn + ", the agent writes: ", content));
            }
            for (ToolCall call : calls) {
              entries.add(
                  entry("turn " + turn + ", it calls " + call.name() + ": ", call.argumentsJson()));
            }
          }
          case Message.ToolResult(_, _, String content) ->
              entries.add(entry("turn " + turn + ", the result: ", content));
        }
      }
      return orNothing(Excerpt.ends(entries, most / 8 * 3));
    }

    private String entry(String what, String text) {
      return what + Excerpt.cut(clean.apply(text), most / 32);
    }

    String changes(List<Changed> changed, List<String> deleted) {
      List<String> entries = new ArrayList<>();
      for (Changed file : changed) {
        String diff =
            LineDiff.of(
                clean.apply(file.path()), file.before().map(clean), clean.apply(file.after()));
        entries.add(Excerpt.cut(diff, most / 16));
      }
      deleted.forEach(path -> entries.add(clean.apply("deleted " + path)));
      return orNothing(Excerpt.ends(entries, most / 8 * 3));
    }

    private static String orNothing(String text) {
      return text.isBlank() ? NOTHING : text;
    }
  }
}
