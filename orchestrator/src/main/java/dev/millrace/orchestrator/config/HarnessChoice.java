package dev.millrace.orchestrator.config;

import dev.millrace.rollout.harness.StepContext;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What drives episodes.
///
/// @param agent for `external`, which one: `codex`, `mini-swe-agent`, `opencode`, or any name if a
///     command is given
/// @param executable of a known agent, as sandboxes see it
/// @param command of an agent that is not known, with `{instruction}`, `{base_url}`, `{key}`,
///     `{model}`, `{workdir}` and `{state}` in its words; empty takes the known one
/// @param attach host directories that sandboxes may read at the same path, or `HOST=TARGET`:
///     where the agent is installed
/// @param names what an agent may call the model
/// @param time an agent may take for an episode, beside the task's own limit
/// @param loop what becomes of one that repeats itself
/// @param steps what the next step of a task of several knows of the one before
public record HarnessChoice(
    Kind kind,
    String agent,
    String executable,
    List<String> command,
    List<String> attach,
    @Inline Names names,
    @Nullable Duration time,
    WatchChoice loop,
    StepContext steps) {
  /// What agents call the policy, whatever it is.
  public static final String MODEL = "millrace";

  private static final List<String> KNOWN = List.of("codex", "mini-swe-agent", "opencode");

  static final HarnessChoice DEFAULT =
      new HarnessChoice(
          Kind.TOOL_LOOP,
          "opencode",
          "opencode",
          List.of(),
          List.of(),
          Names.DEFAULT,
          null,
          WatchChoice.DEFAULT,
          StepContext.FRESH);

  // Spelled out: a compact constructor loses the annotation on nullable parameters (javac 25).
  public HarnessChoice(
      Kind kind,
      String agent,
      String executable,
      List<String> command,
      List<String> attach,
      Names names,
      @Nullable Duration time,
      WatchChoice loop,
      StepContext steps) {
    this.kind = kind;
    this.agent = agent;
    this.executable = executable;
    this.command = List.copyOf(command);
    this.attach = List.copyOf(attach);
    this.names = names;
    this.time = time;
    this.loop = loop;
    this.steps = steps;
    Check.that(agent.matches("[a-z0-9-]{1,40}"), "harness.agent", "1 to 40 of a-z 0-9 -", agent);
    Check.that(
        !command.isEmpty() || KNOWN.contains(agent),
        "harness.agent",
        "one of " + KNOWN + ", or a harness.command",
        agent);
    Check.that(
        command.isEmpty() || command.stream().anyMatch(word -> word.contains("{instruction}")),
        "harness.command",
        "{instruction} in one of its words",
        command);
  }

  /// What an agent may call the model besides its own name.
  ///
  /// @param models in its work
  /// @param smallModels for titles and summaries: what asks for one of these without offering
  ///     tools is a side call
  public record Names(List<String> models, List<String> smallModels) {
    static final Names DEFAULT = new Names(List.of(), List.of());

    public Names {
      models = List.copyOf(models);
      smallModels = List.copyOf(smallModels);
      check(models, "harness.models");
      check(smallModels, "harness.smallModels");
      for (String name : smallModels) {
        Check.that(
            !models.contains(name), "harness.smallModels", "names not in harness.models", name);
      }
    }

    private static void check(List<String> names, String key) {
      for (String name : names) {
        Check.that(
            !name.isBlank() && !name.equals(MODEL),
            key,
            "names other than " + MODEL + ", which is the work's",
            name);
      }
    }
  }

  /// The kinds of harnesses.
  public enum Kind {
    /// The built-in one.
    TOOL_LOOP,
    /// An agent's command line in the sandbox.
    EXTERNAL
  }
}
