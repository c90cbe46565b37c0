package dev.millrace.rollout.policy.engine;

import dev.millrace.rollout.markup.ToolConstraint;
import dev.millrace.rollout.policy.engine.EngineReport.Finding;
import dev.millrace.rollout.policy.engine.EngineReport.Level;
import dev.millrace.rollout.policy.protocol.EngineKind;
import dev.millrace.rollout.policy.protocol.EngineTrouble;
import dev.millrace.rollout.policy.protocol.EngineTrouble.Kind;
import dev.millrace.rollout.policy.protocol.Sampling;

/// Finds out whether an engine keeps to a constraint: greedily, after one prompt, it is held first
/// to one word and then to another, which begin with different letters. One that keeps to them
/// begins with different ids; one that does not look at them says the same twice.
final class ConstraintProbe {
  private static final String SUBJECT = "constrained calls";
  private static final Sampling GREEDY = new Sampling(0, 1, 0, 0);

  private final Draws draws;
  private final EngineKind kind;

  ConstraintProbe(Draws draws, EngineKind kind) {
    this.draws = draws;
    this.kind = kind;
  }

  Finding finding(int[] prompt) throws EngineTrouble, InterruptedException {
    String by = kind == EngineKind.LLAMACPP ? "GBNF grammar" : "structural tag";
    try {
      if (first(prompt, "Zebra") != first(prompt, "Quartz")) {
        return new Finding(
            Level.OK, SUBJECT, "by " + by + ", which it keeps to; the distribution is then masked");
      }
      return new Finding(
          Level.NOTE,
          SUBJECT,
          "it does not keep to a " + by + ": leave policy.toolCalls at free with this server");
    } catch (EngineTrouble e) {
      if (e.kind() != Kind.REFUSED && e.kind() != Kind.FAILED) {
        throw e;
      }
      return new Finding(
          Level.NOTE,
          SUBJECT,
          "it takes no "
              + by
              + ": leave policy.toolCalls at free with this server ("
              + e.problem()
              + ")");
    }
  }

  private int first(int[] prompt, String word) throws EngineTrouble, InterruptedException {
    ToolConstraint only =
        new ToolConstraint(
            "{\"type\":\"structural_tag\",\"format\":{\"type\":\"const_string\",\"value\":\""
                + word
                + "\"}}",
            "root ::= \"" + word + "\"");
    return draws.draw(prompt, 1, GREEDY, only).ids()[0];
  }
}
