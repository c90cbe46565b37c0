package dev.millrace.rollout.policy.replay;

import dev.millrace.rollout.policy.Sampled;
import dev.millrace.rollout.token.ChatFormat;
import dev.millrace.rollout.token.ChatFormats;
import dev.millrace.rollout.token.Ledger;
import dev.millrace.rollout.token.Prompt;
import dev.millrace.rollout.token.PromptRequest;
import dev.millrace.rollout.token.SampledTurn;
import dev.millrace.rollout.trajectory.Branch;
import dev.millrace.rollout.trajectory.BranchId;
import dev.millrace.rollout.trajectory.Episode;
import dev.millrace.rollout.trajectory.FinishReason;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.ModelCall;
import dev.millrace.rollout.trajectory.Outcome;
import dev.millrace.rollout.trajectory.PolicyVersion;
import dev.millrace.rollout.trajectory.Provenance;
import dev.millrace.rollout.trajectory.Timings;
import dev.millrace.rollout.trajectory.Tokens;
import dev.millrace.rollout.trajectory.ToolCall;
import dev.millrace.rollout.trajectory.Trajectory;
import dev.millrace.rollout.trajectory.Usage;
import dev.millrace.rollout.trajectory.VersionSpan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A recorded episode of three turns, with the prompts and answers it was made of. The weights
/// change in the middle of the second turn.
record Recording(Trajectory trajectory, List<int[]> prompts, List<Sampled> answers) {
  private static final ChatFormat FORMAT = ChatFormats.bundled();
  private static final Timings TIMINGS =
      new Timings(Instant.EPOCH, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);

  static Recording of(Episode episode) {
    Ledger ledger = new Ledger(FORMAT, new BranchId("b"));
    List<Message> messages = new ArrayList<>(List.of(new Message.User("Refund order 17.")));
    List<int[]> prompts = new ArrayList<>();
    List<Sampled> answers = new ArrayList<>();
    List<ModelCall> calls = new ArrayList<>();
    for (int turn = 0; turn < 3; turn++) {
      Prompt asked = ledger.prompt(PromptRequest.of(messages, List.of()));
      int[] prompt = asked.ids();
      Message.Assistant said =
          new Message.Assistant(
              "Turn " + turn, null, List.of(new ToolCall("call_" + turn, "get_order", "{}")));
      Sampled answer = answer(turn, FORMAT.tokenizer().encode(FORMAT.renderTurn(said)));
      ledger.sampled(
          asked,
          new SampledTurn(
              answer.ids(), answer.logprobs(), answer.versions(), turn, answer.fidelity()));
      calls.add(call(turn, prompt, answer));
      prompts.add(prompt);
      answers.add(answer);
      messages.add(said);
      messages.add(new Message.ToolResult("call_" + turn, "get_order", "paid"));
    }
    return new Recording(trajectory(episode, messages, calls, ledger.branches()), prompts, answers);
  }

  private static Sampled answer(int turn, int[] ids) {
    float[] logprobs = new float[ids.length];
    for (int i = 0; i < ids.length; i++) {
      logprobs[i] = -0.01f * (i + 1);
    }
    List<VersionSpan> versions =
        turn == 1
            ? List.of(
                new VersionSpan(0, 2, new PolicyVersion("p", 4)),
                new VersionSpan(2, ids.length, new PolicyVersion("p", 5)))
            : List.of(new VersionSpan(0, ids.length, new PolicyVersion("p", 4)));
    return new Sampled(ids, logprobs, versions, FinishReason.STOP, Map.of("turn", "t" + turn));
  }

  private static ModelCall call(int turn, int[] prompt, Sampled answer) {
    return new ModelCall(
        turn,
        new BranchId("b"),
        prompt.length,
        Tokens.prefixDigest(prompt, prompt.length),
        answer.ids().length,
        answer.finish(),
        Duration.ZERO,
        answer.labels(),
        null);
  }

  private static Trajectory trajectory(
      Episode episode, List<Message> messages, List<ModelCall> calls, List<Branch> branches) {
    return new Trajectory(
        episode,
        List.of(),
        messages,
        new Trajectory.Events(calls, List.of(), Usage.NONE, TIMINGS),
        branches,
        new Outcome.Completed(Outcome.Ending.STOPPED),
        Trajectory.End.NOTHING,
        new Provenance("scripted", "none", "none", Map.of()));
  }

  /// The trajectory with one id changed.
  Trajectory withOtherId(int index) {
    Branch branch = trajectory.branches().get(0);
    Tokens tokens = branch.tokens();
    int[] ids = tokens.ids();
    ids[index]++;
    Branch changed =
        new Branch(
            branch.id(),
            branch.parent(),
            branch.origin(),
            new Tokens(ids, tokens.sampled(), tokens.maskReasons(), tokens.logprobs()),
            branch.turns(),
            branch.versions(),
            branch.tokenizer());
    return trajectory(
        trajectory.episode(),
        trajectory.messages(),
        trajectory.events().modelCalls(),
        List.of(changed));
  }
}
