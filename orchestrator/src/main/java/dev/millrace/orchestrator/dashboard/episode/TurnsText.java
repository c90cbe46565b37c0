package dev.millrace.orchestrator.dashboard.episode;

import dev.millrace.orchestrator.dashboard.Ink;
import dev.millrace.orchestrator.dashboard.Units;
import dev.millrace.orchestrator.dashboard.episode.EpisodeText.Layout;
import dev.millrace.rollout.trajectory.Branch;
import dev.millrace.rollout.trajectory.BranchId;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.ModelCall;
import dev.millrace.rollout.trajectory.ToolCall;
import dev.millrace.rollout.trajectory.ToolExecution;
import dev.millrace.rollout.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The conversation, turn by turn.
final class TurnsText {
  private static final String FAULT = "fault";
  private static final String RECOVERS = "recovers";

  private final Trajectory trajectory;
  private final Layout layout;
  private final Ink ink;
  private final List<String> lines = new ArrayList<>();
  private final Map<BranchId, TurnMask> masks = new HashMap<>();
  private int turn;

  private TurnsText(Trajectory trajectory, Layout layout) {
    this.trajectory = trajectory;
    this.layout = layout;
    this.ink = layout.ink();
    for (Branch branch : trajectory.branches()) {
      masks.put(branch.id(), TurnMask.of(branch));
    }
  }

  static List<String> lines(Trajectory trajectory, Layout layout) {
    TurnsText text = new TurnsText(trajectory, layout);
    for (int i = 0; i < trajectory.messages().size(); i++) {
      text.lines.addAll(StepText.before(i, trajectory.end().steps(), layout));
      text.add(trajectory.messages().get(i));
    }
    text.lines.addAll(
        StepText.before(trajectory.messages().size(), trajectory.end().steps(), layout));
    return text.lines;
  }

  private void add(Message message) {
    switch (message) {
      case Message.SystemPrompt(String content) -> given("system", content);
      case Message.User(String content) -> given("user", content);
      case Message.Assistant assistant -> assistant(assistant);
      case Message.ToolResult result -> result(result);
    }
  }

  private void given(String role, String content) {
    lines.add("");
    lines.add(ink.bold(role));
    body(content, "  ");
  }

  private void assistant(Message.Assistant message) {
    List<ModelCall> calls = trajectory.events().modelCalls();
    lines.add("");
    lines.add(
        ink.bold("turn " + turn) + (turn < calls.size() ? "  " + about(calls.get(turn)) : ""));
    turn++;
    if (message.reasoning() != null) {
      lines.add(ink.dim("  (thinking)"));
      body(message.reasoning(), "  ");
    }
    body(message.content(), "  ");
    for (ToolCall call : message.toolCalls()) {
      lines.add("  " + ink.accent("> " + Units.harmless(call.name())));
      body(CallArguments.readable(call), "    ");
      if (trajectory.execution(call.id()).isEmpty()) {
        lines.add("  " + ink.dim("< not carried out"));
      }
    }
  }

  /// What is known of a model call: whether it went wrong or made good, and what is trained of it.
  private String about(ModelCall call) {
    List<String> parts = new ArrayList<>();
    TurnMask mask = masks.get(call.branch());
    String fault = call.labels().get(FAULT);
    if (fault != null) {
      parts.add(ink.bad("FAULT " + fault));
    } else if (mask != null && mask.isError(call.turn())) {
      parts.add(ink.bad("FAULT error of the call"));
    }
    if (call.labels().containsKey(RECOVERS)) {
      parts.add(ink.good("RECOVERS from " + call.labels().get(RECOVERS)));
    }
    parts.add(ink.dim(call.sampledTokens() + " tokens"));
    if (mask != null) {
      parts.add(ink.dim(mask.describe(call.turn())));
    }
    return String.join("  ", parts);
  }

  private void result(Message.ToolResult result) {
    String status =
        trajectory.execution(result.callId()).map(this::status).orElse(ink.dim("no execution"));
    lines.add("  " + ink.accent("< " + Units.harmless(result.name())) + "  " + status);
    body(result.content(), "    ");
  }

  private String status(ToolExecution execution) {
    String name = execution.status().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    String text =
        name
            + (execution.exitCode() == null ? "" : ", exit " + execution.exitCode())
            + ", "
            + Units.seconds(execution.duration().toNanos() / 1e9);
    return execution.status().isError() ? ink.bad(text) : ink.dim(text);
  }

  private void body(String text, String indent) {
    if (!text.isBlank()) {
      Shortened.lines(text, layout).forEach(line -> lines.add(indent + line));
    }
  }
}
