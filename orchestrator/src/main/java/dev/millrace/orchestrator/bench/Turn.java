package dev.millrace.orchestrator.bench;

import dev.millrace.rollout.markup.CallIds;
import dev.millrace.rollout.markup.TurnEvent;
import dev.millrace.rollout.markup.TurnReader;
import dev.millrace.rollout.policy.Sampled;
import dev.millrace.rollout.token.ChatFormat;
import dev.millrace.rollout.token.StreamDecoder;
import dev.millrace.rollout.trajectory.FinishReason;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.PolicyVersion;
import dev.millrace.rollout.trajectory.VersionSpan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// A turn that the benchmark's engines say.
///
/// @param ids as sampled; read, never changed
/// @param told for each event of content that a client hears, the index of the id that it comes of
record Turn(int[] ids, List<Integer> told) {
  static Turn of(ChatFormat format, String text) {
    int[] ids =
        format.tokenizer().encode(format.renderTurn(new Message.Assistant(text, null, List.of())));
    StreamDecoder decoder = new StreamDecoder(format.tokenizer());
    TurnReader reader = format.reader("", List.of(), new CallIds());
    List<Integer> told = new ArrayList<>();
    for (int i = 0; i < ids.length; i++) {
      String more = decoder.accept(ids[i]);
      for (TurnEvent event : more.isEmpty() ? List.<TurnEvent>of() : reader.accept(more)) {
        if (event instanceof TurnEvent.Content) {
          told.add(i);
        }
      }
    }
    return new Turn(ids, List.copyOf(told));
  }

  Sampled sampled() {
    float[] logprobs = new float[ids.length];
    Arrays.fill(logprobs, -0.5f);
    return new Sampled(
        ids,
        logprobs,
        List.of(new VersionSpan(0, ids.length, new PolicyVersion("bench", 0))),
        FinishReason.STOP,
        Map.of());
  }
}
