package dev.millrace.rollout.policy;

import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.token.ChatFormat;
import dev.millrace.rollout.trajectory.Episode;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.FinishReason;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.PolicyVersion;
import dev.millrace.rollout.trajectory.VersionSpan;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A policy that does what a test plans: says texts, fails, hangs, is cut off. Every session starts
/// the script anew; after its end, sessions say a closing sentence.
public final class ScriptedPolicy implements Policy {
  private final ChatFormat format;
  private final List<Act> script;

  public ScriptedPolicy(ChatFormat format, List<Act> script) {
    this.format = format;
    this.script = List.copyOf(script);
  }

  /// What one request meets.
  public sealed interface Act {
    /// The whole text of a turn, its stop token included or not; logprobs are made up.
    record Says(String text) implements Act {}

    /// A turn, rendered by the format.
    record Turn(Message.Assistant turn) implements Act {}

    /// A turn whose last ids are missing, as when the engine ran into its limit.
    record CutOff(Message.Assistant turn, int missingIds) implements Act {}

    /// The engine fails.
    record Fails(String detail) implements Act {}

    /// No answer before the request's timeout, or for at most `time`; then the next act.
    record Waits(Duration time) implements Act {}
  }

  @Override
  public String name() {
    return "scripted";
  }

  @Override
  public PolicySession open(Episode episode, Task task) {
    return new Session();
  }

  private final class Session implements PolicySession {
    private int next;

    @Override
    public Sampled sample(SampleRequest request) throws InterruptedException {
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted before act " + next);
      }
      Act act =
          next < script.size()
              ? script.get(next)
              : new Act.Turn(new Message.Assistant("The script is over.", null, List.of()));
      next++;
      return switch (act) {
        case Act.Says(String text) -> answer(format.tokenizer().encode(text), 0, request);
        case Act.Turn(Message.Assistant turn) -> answer(ids(turn), 0, request);
        case Act.CutOff(Message.Assistant turn, int missing) -> answer(ids(turn), missing, request);
        case Act.Fails(String detail) -> throw failure(detail);
        case Act.Waits(Duration time) -> {
          await(time, request.timeout());
          yield sample(request);
        }
      };
    }

    private int[] ids(Message.Assistant turn) {
      return format.tokenizer().encode(format.renderTurn(turn));
    }

    private void await(Duration time, Duration timeout) throws InterruptedException {
      Duration wait = time.compareTo(timeout) < 0 ? time : timeout;
      boolean over = new CountDownLatch(1).await(wait.toNanos(), TimeUnit.NANOSECONDS);
      if (over || wait.equals(timeout)) {
        throw failure("no token within " + timeout);
      }
    }

    private FailureException failure(String detail) {
      return new FailureException(new Failure.Engine("scripted: " + detail));
    }

    private Sampled answer(int[] whole, int missing, SampleRequest request) {
      int length = Math.min(whole.length - missing, request.maxTokens());
      float[] logprobs = new float[length];
      Arrays.fill(logprobs, -0.25f);
      request.options().listener().onTokens(Arrays.copyOf(whole, length));
      return new Sampled(
          Arrays.copyOf(whole, length),
          logprobs,
          List.of(new VersionSpan(0, length, new PolicyVersion("scripted", 0))),
          length < whole.length ? FinishReason.LENGTH : FinishReason.STOP,
          Map.of());
    }
  }
}
