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
/// @param time an agent may take for an episode, beside the task's own limit
/// @param loop what becomes of one that repeats itself
/// @param steps what the next step of a task of several knows of the one before
public record HarnessChoice(
    Kind kind,
    String agent,
    String executable,
    List<String> command,
    List<String> attach,
    @Nullable Duration time,
    WatchChoice loop,
    StepContext steps) {
  private static final List<String> KNOWN = List.of("codex", "mini-swe-agent", "opencode");

  static final HarnessChoice DEFAULT =
      new HarnessChoice(
          Kind.TOOL_LOOP,
          "opencode",
          "opencode",
          List.of(),
          List.of(),
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
      @Nullable Duration time,
      WatchChoice loop,
      StepContext steps) {
    this.kind = kind;
    this.agent = agent;
    this.executable = executable;
    this.command = List.copyOf(command);
    this.attach = List.copyOf(attach);
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

  /// The kinds of harnesses.
  public enum Kind {
    /// The built-in one.
    TOOL_LOOP,
    /// An agent's command line in the sandbox.
    EXTERNAL
  }
}
