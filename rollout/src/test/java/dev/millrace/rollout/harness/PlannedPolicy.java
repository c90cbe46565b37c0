package dev.millrace.rollout.harness;

import dev.millrace.rollout.policy.Policy;
import dev.millrace.rollout.policy.PolicySession;
import dev.millrace.rollout.policy.SampleRequest;
import dev.millrace.rollout.policy.Sampled;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.token.ChatFormat;
import dev.millrace.rollout.token.ChatFormats;
import dev.millrace.rollout.trajectory.Episode;
import dev.millrace.rollout.trajectory.FinishReason;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.PolicyVersion;
import dev.millrace.rollout.trajectory.ToolCall;
import dev.millrace.rollout.trajectory.VersionSpan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Answers with planned turns, one after the other; the last one is repeated.
public final class PlannedPolicy implements Policy {
  public static final ChatFormat FORMAT = ChatFormats.bundled();

  /// One answer.
  public interface Answer {
    Sampled sample(SampleRequest request) throws InterruptedException;
  }

  private final List<Answer> answers = new ArrayList<>();
  private int next;
  private boolean closed;

  public PlannedPolicy says(String text) {
    return answers(turn(new Message.Assistant(text, null, List.of()), Map.of()));
  }

  public PlannedPolicy calls(String tool, String argumentsJson) {
    return answers(turn(call(tool, argumentsJson), Map.of()));
  }

  public PlannedPolicy goesWrong(String tool, String argumentsJson) {
    return answers(turn(call(tool, argumentsJson), Map.of("fault", "wrong_path")));
  }

  /// What stands between the generation prompt and the stop token.
  public PlannedPolicy writes(String text) {
    return answers(raw(text + "<|im_end|>", Map.of()));
  }

  public PlannedPolicy answers(Answer answer) {
    answers.add(answer);
    return this;
  }

  public boolean isClosed() {
    return closed;
  }

  @Override
  public String name() {
    return "planned";
  }

  @Override
  public String source() {
    return "test";
  }

  @Override
  public PolicySession open(Episode episode, Task task) {
    return new PolicySession() {
      @Override
      public Sampled sample(SampleRequest request) throws InterruptedException {
        return answers.get(Math.min(next++, answers.size() - 1)).sample(request);
      }

      @Override
      public void close() {
        closed = true;
      }
    };
  }

  @Override
  public void close() {
    closed = true;
  }

  private static Message.Assistant call(String tool, String argumentsJson) {
    return new Message.Assistant("I act.", null, List.of(new ToolCall("x", tool, argumentsJson)));
  }

  private static Answer turn(Message.Assistant turn, Map<String, String> labels) {
    return raw(FORMAT.renderTurn(turn), labels);
  }

  private static Answer raw(String text, Map<String, String> labels) {
    int[] ids = FORMAT.tokenizer().encode(text);
    return request -> {
      boolean fits = ids.length <= request.maxTokens();
      int[] given = fits ? ids : Arrays.copyOf(ids, request.maxTokens());
      request.options().listener().onTokens(given);
      return new Sampled(
          given,
          null,
          List.of(new VersionSpan(0, given.length, new PolicyVersion("planned", 0))),
          fits ? FinishReason.STOP : FinishReason.LENGTH,
          labels);
    };
  }
}
