package dev.millrace.rollout.harness;

import dev.millrace.rollout.harness.tools.Seam;
import dev.millrace.rollout.harness.tools.ToolSet;
import dev.millrace.rollout.harness.tools.Workspace;
import dev.millrace.rollout.task.TaskStep;
import dev.millrace.rollout.token.Purpose;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.Outcome;
import dev.millrace.rollout.trajectory.StepEnd;
import dev.millrace.rollout.trajectory.ToolCall;
import dev.millrace.rollout.trajectory.Trajectory;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One episode on its way, step after step, all of them in the same sandbox. Used by its thread.
final class EpisodeLoop {
  static final long END_BYTES = 64L << 20;

  private final EpisodeRun run;
  private final Desk desk;
  private final EpisodeRecord record;
  private final Workspace workspace;
  private final List<StepEnd> steps = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private @Nullable ContextWindow window;
  /// The place of the newest instruction among the messages.
  private int instruction;

  private @Nullable String answer;
  private @Nullable WorkspaceDelta end;

  EpisodeLoop(EpisodeRun run, LoopSettings settings, ToolSet tools, Workspace workspace) {
    this.run = run;
    this.desk = Desk.of(run, settings, tools, workspace);
    this.record = desk.record();
    this.workspace = workspace;
  }

  /// Runs to the end. A failure is the outcome; an interrupt is thrown.
  Trajectory run(String harness) throws InterruptedException {
    Outcome outcome;
    try {
      outcome = run.task().steps().isEmpty() ? converse(run) : course();
      end = workspace.capture(END_BYTES).orElse(null);
    } catch (FailureException e) {
      outcome = new Outcome.Failed(e.failure());
    } catch (RuntimeException e) {
      outcome = new Outcome.Failed(new Failure.Agent(Seam.describe(e)));
    }
    if (!warnings.isEmpty()) {
      record.note("watch_warned", String.join("; ", warnings));
    }
    Trajectory.End left = new Trajectory.End(answer, end, desk.checkpoints().before(end), steps);
    return record.trajectory(
        harness,
        desk.tools().specs(),
        desk.ledger().branches(),
        outcome,
        left,
        workspace.account());
  }

  /// The steps of a task of several, until the last, a gate that is shut, or one that cannot begin.
  ///
  /// @return how the last one ended that left a state
  private Outcome course() throws InterruptedException {
    List<TaskStep> all = run.task().steps();
    Outcome outcome = new Outcome.Failed(new Failure.Environment("the task has no step"));
    for (int i = 0; i < all.size(); i++) {
      StepEnd step = step(all.get(i), i + 1 == all.size());
      steps.add(step);
      if (i == 0 || step.outcome().isJudged()) {
        outcome = step.outcome();
      }
      StepEnd.Gate gate = step.gate();
      if (!step.outcome().isJudged() || (gate != null && !gate.open())) {
        break;
      }
    }
    return outcome;
  }

  private StepEnd step(TaskStep step, boolean isLast) throws InterruptedException {
    EpisodeRun only = run.with(run.task().only(step));
    int turn = record.turns();
    Optional<Failure> unable = new StepSetup(workspace, only.task()).run(step);
    if (unable.isPresent()) {
      Outcome failed = new Outcome.Failed(unable.get());
      return new StepEnd(step.name(), record.size(), turn, failed, null, null);
    }
    Outcome outcome = converse(only);
    WorkspaceDelta left = workspace.capture(END_BYTES).orElse(null);
    boolean isAsked = !isLast && !step.minRewards().isEmpty();
    StepEnd.@Nullable Gate gate = isAsked ? run.gate().ask(run.task(), step, left) : null;
    return new StepEnd(step.name(), instruction, turn, outcome, left, gate);
  }

  private Outcome converse(EpisodeRun part) throws InterruptedException {
    ContextWindow told = told(Prompts.opening(part.task()));
    window = told;
    instruction = record.size() - 1;
    StepLoop loop = new StepLoop(part, desk, told);
    try {
      return loop.run();
    } finally {
      answer = loop.answer();
      String warned = loop.warned();
      if (warned != null) {
        warnings.add(warned);
      }
    }
  }

  private ContextWindow told(List<Message> opening) {
    ContextWindow before = window;
    if (before == null) {
      opening.forEach(record::add);
      return new ContextWindow(desk.settings().context(), opening);
    }
    return switch (desk.settings().steps()) {
      case FRESH -> {
        record.add(opening.getLast());
        yield new ContextWindow(desk.settings().context(), opening, Purpose.NEXT_STEP);
      }
      case CONTINUED -> {
        answerCalls(before);
        record.add(opening.getLast());
        before.goOn(opening);
        yield before;
      }
    };
  }

  /// Templates and engines expect a result of every call before somebody else speaks.
  private void answerCalls(ContextWindow before) {
    for (ToolCall call : record.unanswered()) {
      String text =
          call.name().equals("submit")
              ? "This step is over."
              : "Not carried out: the step is over.";
      Message result = new Message.ToolResult(call.id(), call.name(), text);
      record.add(result);
      before.add(result);
    }
  }
}
