package dev.millrace.rollout.harness;

import dev.millrace.rollout.harness.repetition.Move;
import dev.millrace.rollout.harness.repetition.Sighting;
import dev.millrace.rollout.harness.tools.Seam;
import dev.millrace.rollout.harness.tools.ToolResult;
import dev.millrace.rollout.harness.tools.ToolSet;
import dev.millrace.rollout.harness.tools.Workspace;
import dev.millrace.rollout.markup.CallIds;
import dev.millrace.rollout.markup.ParsedTurn;
import dev.millrace.rollout.policy.ContextFullException;
import dev.millrace.rollout.policy.PolicySession;
import dev.millrace.rollout.policy.Sampled;
import dev.millrace.rollout.token.Ledger;
import dev.millrace.rollout.token.Prompt;
import dev.millrace.rollout.token.PromptRequest;
import dev.millrace.rollout.token.Purpose;
import dev.millrace.rollout.trajectory.Checkpoint;
import dev.millrace.rollout.trajectory.FinishReason;
import dev.millrace.rollout.trajectory.MaskReason;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.Outcome;
import dev.millrace.rollout.trajectory.Outcome.Completed;
import dev.millrace.rollout.trajectory.Outcome.Ending;
import dev.millrace.rollout.trajectory.Outcome.Limit;
import dev.millrace.rollout.trajectory.Outcome.Truncated;
import dev.millrace.rollout.trajectory.ToolCall;
import dev.millrace.rollout.trajectory.ToolExecution;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An episode on its way, or one step of it: turn after turn until it ends. Used by its thread.
final class StepLoop {
  /// The label by which a policy says that it went wrong on purpose.
  private static final String FAULT = "fault";

  /// Larger states on the way are not worth their room in the record.
  private static final long CHECKPOINT_BYTES = 8L << 20;

  private final EpisodeRun run;
  private final LoopSettings settings;
  private final Workspace workspace;
  private final ToolSet tools;
  private final Ledger ledger;
  private final EpisodeRecord record;
  private final Checkpoints checkpoints;
  private final CallIds callIds;
  private final ContextWindow window;
  private final Budget budget;
  private final Sampler sampler;
  private final Watch watch;
  /// A digest of the files, or null once they are too large to take one.
  private @Nullable String state = "start";

  private @Nullable String answer;

  /// @param run its task is the step's
  /// @param window begins with what the agent is told, which is in the record already
  StepLoop(EpisodeRun run, Desk desk, ContextWindow window) {
    this.run = run;
    this.settings = desk.settings();
    this.workspace = desk.workspace();
    this.tools = desk.tools();
    this.ledger = desk.ledger();
    this.record = desk.record();
    this.checkpoints = desk.checkpoints();
    this.callIds = desk.callIds();
    this.window = window;
    this.budget =
        new Budget(run.task().limits(), run.clock(), record.turns(), record.sampledTokens());
    this.sampler = new Sampler(run, settings, tools, ledger, record, budget);
    this.watch = new Watch(settings.vigilance());
  }

  /// What was submitted, or null.
  @Nullable String answer() {
    return answer;
  }

  /// What the agent was warned of and when, or null.
  @Nullable String warned() {
    return watch.warned();
  }

  /// Runs to its end.
  Outcome run() throws InterruptedException {
    PolicySession session = Seam.engine(() -> run.policy().open(run.episode(), run.task()));
    try (session) {
      Optional<Outcome> ended = Optional.empty();
      while (ended.isEmpty()) {
        if (Thread.interrupted()) {
          throw new InterruptedException("episode " + run.episode().id());
        }
        Optional<Limit> limit = budget.reached(record.turns(), record.sampledTokens());
        ended = limit.isPresent() ? limit.map(Truncated::new) : turn(session);
      }
      return ended.get();
    } catch (ContextFullException e) {
      return new Truncated(Limit.CONTEXT);
    }
  }

  /// One model call and its tools, or a cut where the conversation has grown too long.
  ///
  /// @return how the episode ended, if it did
  private Optional<Outcome> turn(PolicySession session) throws InterruptedException {
    PromptRequest request = request(window.messages(), window.purpose());
    Prompt prompt = ledger.prompt(request);
    if (window.fits(prompt.length())) {
      return act(session, prompt, request);
    }
    if (window.isFresh()) {
      return Optional.of(new Truncated(Limit.CONTEXT));
    }
    if (window.isSummedUp()) {
      return sumUp(session);
    }
    window.restart(null);
    return Optional.empty();
  }

  private PromptRequest request(List<Message> messages, Purpose purpose) {
    return new PromptRequest(messages, tools.specs(), settings.thinking(), purpose);
  }

  /// Asks for a summary. It is a turn of the branch that it sums up; what it calls is not carried
  /// out. One that its time cuts ends the episode.
  private Optional<Outcome> sumUp(PolicySession session) throws InterruptedException {
    int turn = record.turns();
    say(ContextWindow.SUMMARISE);
    PromptRequest request = request(window.messages(), Purpose.MAIN);
    Prompt prompt = ledger.prompt(request);
    Sampled sampled = sampler.sample(session, prompt, request);
    if (sampled.ids().length == 0) {
      return Optional.of(new Truncated(Limit.WALL_TIME));
    }
    ParsedTurn parsed = read(sampled, prompt);
    say(parsed.message());
    String text = parsed.message().content().strip();
    if (sampled.finish() != FinishReason.STOP) {
      ledger.markError(turn, MaskReason.TRUNCATED);
    } else if (text.isEmpty() || !parsed.message().toolCalls().isEmpty()) {
      ledger.markError(turn, MaskReason.ERROR_STEP);
    }
    run.listener().onTurn(run.episode(), new TurnEvent(record.lastCall(), List.of()));
    if (sampled.isOutOfTime()) {
      return Optional.of(new Truncated(Limit.WALL_TIME));
    }
    window.restart(text.isEmpty() ? null : text);
    return Optional.empty();
  }

  private void say(Message message) {
    record.add(message);
    window.add(message);
  }

  private ParsedTurn read(Sampled sampled, Prompt prompt) {
    String text = run.format().tokenizer().decode(sampled.ids());
    return run.format().parse(text, prompt.textTail(), tools.specs(), callIds);
  }

  private Optional<Outcome> act(PolicySession session, Prompt prompt, PromptRequest request)
      throws InterruptedException {
    int turn = record.turns();
    Sampled sampled = sampler.sample(session, prompt, request);
    if (sampled.ids().length == 0) {
      return Optional.of(new Truncated(Limit.WALL_TIME));
    }
    ParsedTurn parsed = read(sampled, prompt);
    say(parsed.message());
    Optional<Outcome> ended =
        sampled.finish() == FinishReason.STOP
            ? carryOut(turn, parsed)
            : Optional.of(cut(turn, sampled));
    List<ToolExecution> executions = record.executionsOf(turn);
    if (sampled.labels().containsKey(FAULT)
        || executions.stream().anyMatch(execution -> execution.status().isError())) {
      ledger.markError(turn, MaskReason.ERROR_STEP);
    }
    run.listener().onTurn(run.episode(), new TurnEvent(record.lastCall(), executions));
    return ended;
  }

  /// A turn that ran out of room or of time: what it says is kept, its calls are not carried out.
  private Outcome cut(int turn, Sampled sampled) {
    ledger.markError(turn, MaskReason.TRUNCATED);
    if (sampled.isOutOfTime()) {
      return new Truncated(Limit.WALL_TIME);
    }
    boolean isBudget =
        budget.tokensLeft(record.sampledTokens()) == 0
            || record.lastCall().sampledTokens() >= settings.maxTurnTokens();
    return new Truncated(isBudget ? Limit.TOKENS : Limit.CONTEXT);
  }

  private Optional<Outcome> carryOut(int turn, ParsedTurn parsed) throws InterruptedException {
    List<ToolCall> calls = parsed.message().toolCalls();
    if (calls.isEmpty()) {
      return Optional.of(new Completed(Ending.STOPPED));
    }
    List<Move.Act> acts = new ArrayList<>();
    boolean mayHaveChanged = false;
    for (ToolCall call : calls) {
      if (budget.isTimeUp()) {
        return Optional.of(new Truncated(Limit.WALL_TIME));
      }
      ToolResult result = execute(turn, call, parsed.malformed().get(call.id()));
      if (result.answer() != null) {
        answer = result.answer();
        return Optional.of(new Completed(Ending.SUBMITTED));
      }
      say(new Message.ToolResult(call.id(), call.name(), result.text()));
      acts.add(new Move.Act(call.name(), call.argumentsJson(), result.text(), result.status()));
      mayHaveChanged |= result.effect() == ToolResult.Effect.MAY_CHANGE_FILES;
    }
    if (mayHaveChanged) {
      checkpoint(turn);
    }
    return heed(new Move(acts, parsed.message().content(), "", state), turn);
  }

  /// A warning stands at the end of the last result: every template takes it there, and no prompt
  /// has been made of that result yet.
  private Optional<Outcome> heed(Move move, int turn) {
    switch (watch.heed(move, turn)) {
      case Watch.Advice.GoOn() -> {}
      case Watch.Advice.Warn(String text) -> {
        record.addToLast("\n" + text);
        window.addToLast("\n" + text);
      }
      case Watch.Advice.End(Sighting sighting) -> {
        return Optional.of(new Truncated(sighting.kind().limit()));
      }
    }
    return Optional.empty();
  }

  private ToolResult execute(int turn, ToolCall call, @Nullable String malformed)
      throws InterruptedException {
    Instant before = run.clock().instant();
    ToolResult result =
        malformed == null
            ? tools.execute(call, workspace, budget.remaining())
            : ToolSet.malformed(malformed);
    record.add(
        new ToolExecution(
            turn,
            call.id(),
            call.name(),
            result.status(),
            result.exitCode(),
            Duration.between(before, run.clock().instant())));
    return result;
  }

  private void checkpoint(int turn) throws InterruptedException {
    WorkspaceDelta now = workspace.captureUpTo(CHECKPOINT_BYTES).orElse(null);
    state = now == null ? null : now.digest();
    if (now != null) {
      checkpoints.offer(new Checkpoint(turn, record.sampledTokens(), now));
    }
  }
}
