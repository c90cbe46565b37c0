package dev.millrace.rollout.gateway;

import dev.millrace.rollout.gateway.SessionState.Change;
import dev.millrace.rollout.gateway.SessionState.Committed;
import dev.millrace.rollout.gateway.ask.Answer;
import dev.millrace.rollout.gateway.ask.Ask;
import dev.millrace.rollout.gateway.ask.Finished;
import dev.millrace.rollout.gateway.ask.Problem;
import dev.millrace.rollout.gateway.ask.ToolChoice;
import dev.millrace.rollout.markup.CallIds;
import dev.millrace.rollout.markup.ParsedTurn;
import dev.millrace.rollout.markup.ToolConstraint;
import dev.millrace.rollout.policy.ContextFullException;
import dev.millrace.rollout.policy.Dialogue;
import dev.millrace.rollout.policy.PolicySession;
import dev.millrace.rollout.policy.SampleOptions;
import dev.millrace.rollout.policy.SampleRequest;
import dev.millrace.rollout.policy.Sampled;
import dev.millrace.rollout.token.ChatFormat;
import dev.millrace.rollout.token.Prompt;
import dev.millrace.rollout.token.SampledTurn;
import dev.millrace.rollout.trajectory.BranchId;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.FinishReason;
import dev.millrace.rollout.trajectory.MaskReason;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.ModelCall;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One turn: sampled on a virtual thread of its own, put into the ledger, and only then said to be
/// whole. A turn whose listeners have all gone is cancelled and leaves no trace but a count. The
/// session waits for it.
final class TurnRun {
  private static final Logger LOG = LoggerFactory.getLogger(TurnRun.class);

  /// In the words of OpenAI, by which agents know that their history is too long.
  private static final String TOO_LONG =
      "context_length_exceeded: the conversation is longer than the model's maximum context length";

  private final Session session;
  private final Job job;
  private final Answer answer;
  private final Thread thread;
  private final CountDownLatch done = new CountDownLatch(1);

  /// @param messages the whole conversation
  /// @param side the kind of side call, or null
  /// @param constraint what calls have to look like, or null for free ones
  record Job(
      Ask ask,
      List<Message> messages,
      Prompt prompt,
      @Nullable String side,
      Allowance allowance,
      @Nullable ToolConstraint constraint) {}

  TurnRun(Session session, Job job, Answer answer) {
    this.session = session;
    this.job = job;
    this.answer = answer;
    this.thread = Thread.ofVirtual().unstarted(this::run);
    answer.onAbandoned(this::cancel);
  }

  Answer answer() {
    return answer;
  }

  void start() {
    thread.start();
  }

  void cancel() {
    thread.interrupt();
  }

  void await(long time, TimeUnit unit) {
    boolean isInterrupted = false;
    try {
      if (!done.await(time, unit)) {
        LOG.atWarn()
            .addKeyValue("episodeId", session.episode().id())
            .log("a cancelled call did not end in time");
      }
    } catch (InterruptedException e) {
      isInterrupted = true;
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      sample();
    } catch (ContextFullException e) {
      // An agent may shorten its history and go on; one that ends here is judged.
      session.state().count("context_full");
      answer.fail(new Problem(Problem.Kind.INVALID, TOO_LONG, e));
    } catch (FailureException e) {
      failed(e.failure());
    } catch (InterruptedException | CancellationException e) {
      cancelled(e);
    } catch (RuntimeException e) {
      LOG.atError()
          .setCause(e)
          .addKeyValue("episodeId", session.episode().id())
          .log("a turn of the gateway broke");
      failed(new Failure.Gateway("the gateway broke at a turn: " + e));
    } finally {
      // Does nothing after any other end. Without it, whom an Error meets would be waited for.
      answer.fail(new Problem(Problem.Kind.ENGINE, "the turn broke off"));
      session.ended(this);
      done.countDown();
    }
  }

  private void failed(Failure failure) {
    if (answer.isAbandoned()) {
      cancelled(new CancellationException(failure.detail()));
      return;
    }
    if (job.side() == null) {
      session.state().failed(failure);
    } else {
      // What is no part of the work cannot fail it.
      session.state().count("side_call_failed");
    }
    answer.fail(new Problem(Problem.Kind.ENGINE, "the engine gave no answer: " + failure.detail()));
  }

  private void cancelled(Exception why) {
    session.state().count("cancelled");
    answer.fail(new Problem(Problem.Kind.ENGINE, "the call was cancelled", why));
  }

  private void sample() throws InterruptedException {
    ChatFormat format = session.episode().format();
    SampledText text = new SampledText(format.tokenizer(), job.ask().wishes().stop());
    TurnHearing hearing =
        new TurnHearing(
            answer,
            format.reader(job.prompt().textTail(), job.ask().tools(), new CallIds()),
            text,
            new TurnCalls(session.callNames(), job.ask().choice()));
    Instant before = session.clock().instant();
    Sampled sampled = sampled(request(hearing));
    Duration latency = Duration.between(before, session.clock().instant());
    if (sampled.ids().length == 0 || sampled.finish() == FinishReason.ABORT) {
      throw new FailureException(
          new Failure.Engine(
              "a call came back with "
                  + sampled.ids().length
                  + " tokens and finish "
                  + sampled.finish()
                  + "; expected a whole turn"));
    }
    ParsedTurn read = hearing.end(sampled.ids());
    if (isUnmet(sampled, hearing)) {
      session.state().count("tool_choice_unmet");
      answer.fail(unmet(job.ask().choice()));
      return;
    }
    if (!answer.commit()) {
      throw new CancellationException("the agent is gone");
    }
    commit(sampled, read, hearing, latency);
  }

  /// Whether the agent requires a call and there is none. A turn that was cut short is the agent's
  /// to judge.
  private boolean isUnmet(Sampled sampled, TurnHearing hearing) {
    boolean isWhole = sampled.finish() == FinishReason.STOP && hearing.stopSequence() == null;
    return job.ask().choice().isRequired() && isWhole && !hearing.hasCalls();
  }

  /// The agent sees nothing of such a turn, so it is not on the record; asked again, the model may
  /// do better.
  private static Problem unmet(ToolChoice choice) {
    return new Problem(
        Problem.Kind.ENGINE,
        "\"tool_choice\" requires a call"
            + (choice.tool() == null ? "" : " of " + choice.tool())
            + ", but the model made none; ask again, or let it choose with \"auto\"");
  }

  private SampleRequest request(TurnHearing hearing) {
    SampleOptions options =
        new SampleOptions(
            null,
            null,
            session.episode().format().stopIds(),
            job.ask().wishes().stop(),
            job.constraint(),
            new Dialogue(job.messages(), job.ask().tools()),
            hearing);
    return new SampleRequest(
        job.prompt().ids(), job.allowance().maxTokens(), job.allowance().timeLeft(), options);
  }

  private Sampled sampled(SampleRequest request) throws InterruptedException {
    PolicySession policy = session.policies().take();
    try {
      return policy.sample(request);
    } finally {
      session.policies().giveBack(policy);
    }
  }

  private void commit(Sampled sampled, ParsedTurn read, TurnHearing hearing, Duration latency) {
    Message.Assistant given = hearing.given();
    Change change = hearing.change();
    Committed turn =
        new Committed(
            answer.id(),
            job.messages(),
            job.ask().tools(),
            given,
            hearing.said(change.isStopped() ? whole(sampled) : read.message()),
            change,
            job.prompt().cause(),
            job.side());
    ModelCall call =
        session.state().commit(turn, number -> write(number, sampled, latency, change));
    session.episode().listener().onTurn(session.episode().id(), call);
    answer.finish(
        new Finished(
            given,
            sampled.finish(),
            hearing.stopSequence(),
            job.prompt().length(),
            sampled.cachedTokens(),
            sampled.ids().length,
            logprobs(sampled)));
  }

  /// The turn with what stands behind a stop sequence.
  private Message.Assistant whole(Sampled sampled) {
    ChatFormat format = session.episode().format();
    String text = format.tokenizer().decode(sampled.ids());
    return format.parse(text, job.prompt().textTail(), job.ask().tools(), new CallIds()).message();
  }

  private ModelCall write(int number, Sampled sampled, Duration latency, Change change) {
    Prompt prompt = job.prompt();
    SampledTurn turn =
        new SampledTurn(
            sampled.ids(), sampled.logprobs(), sampled.versions(), number, sampled.fidelity());
    BranchId branch = session.ledger().sampled(prompt, turn);
    if (sampled.finish() == FinishReason.LENGTH) {
      session.ledger().markError(number, MaskReason.TRUNCATED);
    } else if (change.malformed() > 0) {
      session.ledger().markError(number, MaskReason.ERROR_STEP);
    }
    return new ModelCall(
        number,
        branch,
        prompt.length(),
        prompt.digest(),
        sampled.ids().length,
        sampled.finish(),
        latency,
        sampled.labels(),
        sampled.facts());
  }

  private List<Finished.TokenLogprob> logprobs(Sampled sampled) {
    float[] logprobs = sampled.logprobs();
    if (logprobs == null || !job.ask().wishes().wantsLogprobs()) {
      return List.of();
    }
    int[] ids = sampled.ids();
    List<Finished.TokenLogprob> tokens = new ArrayList<>(ids.length);
    for (int i = 0; i < ids.length; i++) {
      String token = session.episode().format().tokenizer().decode(new int[] {ids[i]});
      tokens.add(new Finished.TokenLogprob(token, logprobs[i]));
    }
    return tokens;
  }
}
