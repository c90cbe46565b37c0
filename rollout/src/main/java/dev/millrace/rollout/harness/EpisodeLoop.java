package dev.millrace.rollout.harness;

import dev.millrace.rollout.harness.tools.Seam;
import dev.millrace.rollout.harness.tools.ToolResult;
import dev.millrace.rollout.harness.tools.ToolSet;
import dev.millrace.rollout.harness.tools.Workspace;
import dev.millrace.rollout.markup.CallIds;
import dev.millrace.rollout.markup.ParsedTurn;
import dev.millrace.rollout.markup.ToolConstraint;
import dev.millrace.rollout.policy.Dialogue;
import dev.millrace.rollout.policy.PolicySession;
import dev.millrace.rollout.policy.SampleOptions;
import dev.millrace.rollout.policy.SampleRequest;
import dev.millrace.rollout.policy.Sampled;
import dev.millrace.rollout.policy.engine.ToolCalls;
import dev.millrace.rollout.token.Ledger;
import dev.millrace.rollout.token.Prompt;
import dev.millrace.rollout.token.PromptRequest;
import dev.millrace.rollout.token.Purpose;
import dev.millrace.rollout.token.SampledTurn;
import dev.millrace.rollout.token.TemplateOptions;
import dev.millrace.rollout.trajectory.BranchId;
import dev.millrace.rollout.trajectory.Checkpoint;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.FinishReason;
import dev.millrace.rollout.trajectory.MaskReason;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.ModelCall;
import dev.millrace.rollout.trajectory.Outcome;
import dev.millrace.rollout.trajectory.Outcome.Completed;
import dev.millrace.rollout.trajectory.Outcome.Ending;
import dev.millrace.rollout.trajectory.Outcome.Limit;
import dev.millrace.rollout.trajectory.Outcome.Truncated;
import dev.millrace.rollout.trajectory.ToolCall;
import dev.millrace.rollout.trajectory.ToolExecution;
import dev.millrace.rollout.trajectory.Trajectory;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One episode on its way: turn after turn until it ends.
final class EpisodeLoop {
  /// The label by which a policy says that it went wrong on purpose.
  private static final String FAULT = "fault";

  /// Larger states on the way are not worth their room in the record.
  private static final long CHECKPOINT_BYTES = 8L << 20;

  private static final long END_BYTES = 64L << 20;

  private final EpisodeRun run;
  private final LoopSettings settings;
  private final Workspace workspace;
  private final ToolSet tools;
  private final Ledger ledger;
  private final EpisodeRecord record;
  private final ContextWindow window;
  private final Checkpoints checkpoints = new Checkpoints();
  private final CallIds callIds = new CallIds();
  private final Budget budget;
  private @Nullable String answer;
  private @Nullable WorkspaceDelta end;

  EpisodeLoop(EpisodeRun run, LoopSettings settings, ToolSet tools, Workspace workspace) {
    this.run = run;
    this.settings = settings;
    this.workspace = workspace;
    this.tools = tools;
    this.ledger = new Ledger(run.format(), new BranchId(run.episode().id().value()));
    this.record = new EpisodeRecord(run);
    this.window = new ContextWindow(settings.context(), Prompts.opening(run.task()));
    this.budget = new Budget(run.task().limits(), run.clock());
  }

  /// Runs to the end. A failure is the outcome; an interrupt is thrown.
  Trajectory run(String harness) throws InterruptedException {
    Outcome outcome;
    try {
      outcome = converse();
      end = workspace.capture(END_BYTES).orElse(null);
    } catch (FailureException e) {
      outcome = new Outcome.Failed(e.failure());
    } catch (RuntimeException e) {
      outcome = new Outcome.Failed(new Failure.Agent(Seam.describe(e)));
    }
    Trajectory.End left = new Trajectory.End(answer, end, checkpoints.before(end));
    return record.trajectory(
        harness, tools.specs(), ledger.branches(), outcome, left, workspace.setup());
  }

  private Outcome converse() throws InterruptedException {
    Prompts.opening(run.task()).forEach(record::add);
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
    window.restart(window.isSummedUp() ? summary(session) : null);
    return Optional.empty();
  }

  private PromptRequest request(List<Message> messages, Purpose purpose) {
    TemplateOptions options = TemplateOptions.of(settings.thinking());
    return new PromptRequest(messages, tools.specs(), options, purpose);
  }

  /// Asks for a summary. It is a turn of the branch that it sums up; what it calls is not carried
  /// out.
  ///
  /// @return null where none was written
  private @Nullable String summary(PolicySession session) throws InterruptedException {
    int turn = record.turns();
    say(ContextWindow.SUMMARISE);
    PromptRequest request = request(window.messages(), Purpose.MAIN);
    Prompt prompt = ledger.prompt(request);
    Sampled sampled = sample(session, prompt, request);
    ParsedTurn parsed = read(sampled, prompt);
    say(parsed.message());
    String text = parsed.message().content().strip();
    if (sampled.finish() == FinishReason.LENGTH) {
      ledger.markError(turn, MaskReason.TRUNCATED);
    } else if (text.isEmpty() || !parsed.message().toolCalls().isEmpty()) {
      ledger.markError(turn, MaskReason.ERROR_STEP);
    }
    run.listener().onTurn(run.episode(), new TurnEvent(record.lastCall(), List.of()));
    return text.isEmpty() ? null : text;
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
    Sampled sampled = sample(session, prompt, request);
    ParsedTurn parsed = read(sampled, prompt);
    say(parsed.message());
    Optional<Outcome> ended =
        sampled.finish() == FinishReason.LENGTH ? Optional.of(cut(turn)) : carryOut(turn, parsed);
    List<ToolExecution> executions = record.executionsOf(turn);
    if (sampled.labels().containsKey(FAULT)
        || executions.stream().anyMatch(execution -> execution.status().isError())) {
      ledger.markError(turn, MaskReason.ERROR_STEP);
    }
    run.listener().onTurn(run.episode(), new TurnEvent(record.lastCall(), executions));
    return ended;
  }

  private Sampled sample(PolicySession session, Prompt prompt, PromptRequest asked)
      throws InterruptedException {
    int turn = record.turns();
    SampleOptions options =
        SampleOptions.NONE
            .withStopIds(run.format().stopIds())
            .withDialogue(new Dialogue(asked.messages(), asked.tools()))
            .withConstraint(constraint());
    SampleRequest request =
        new SampleRequest(prompt.ids(), mostTokens(), budget.remaining(), options);
    Instant before = run.clock().instant();
    Sampled sampled = Seam.engine(() -> session.sample(request));
    Duration latency = Duration.between(before, run.clock().instant());
    check(sampled, turn);
    BranchId branch =
        ledger.sampled(
            prompt,
            new SampledTurn(
                sampled.ids(), sampled.logprobs(), sampled.versions(), turn, sampled.fidelity()));
    record.add(
        new ModelCall(
            turn,
            branch,
            prompt.length(),
            prompt.digest(),
            sampled.ids().length,
            sampled.finish(),
            latency,
            sampled.labels(),
            sampled.facts()));
    return sampled;
  }

  private @Nullable ToolConstraint constraint() {
    return settings.toolCalls() == ToolCalls.CONSTRAINED
        ? run.format().family().constraint(tools.specs()).orElse(null)
        : null;
  }

  private int mostTokens() {
    return Math.min(settings.maxTurnTokens(), budget.tokensLeft(record.sampledTokens()));
  }

  private void check(Sampled sampled, int turn) {
    if (sampled.ids().length == 0 || sampled.finish() == FinishReason.ABORT) {
      throw new FailureException(
          new Failure.Engine(
              "model call "
                  + turn
                  + " of policy "
                  + run.policy().name()
                  + " came back with "
                  + sampled.ids().length
                  + " tokens and finish "
                  + sampled.finish()
                  + "; expected a whole turn"));
    }
  }

  /// A turn that ran out of room: what it says is kept, its calls are not carried out.
  private Outcome cut(int turn) {
    ledger.markError(turn, MaskReason.TRUNCATED);
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
      mayHaveChanged |= result.effect() == ToolResult.Effect.MAY_CHANGE_FILES;
    }
    if (mayHaveChanged) {
      checkpoint(turn);
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
    workspace
        .captureUpTo(CHECKPOINT_BYTES)
        .ifPresent(state -> checkpoints.offer(new Checkpoint(turn, record.sampledTokens(), state)));
  }
}
