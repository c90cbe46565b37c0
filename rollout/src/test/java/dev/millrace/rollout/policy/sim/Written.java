package dev.millrace.rollout.policy.sim;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// What a simulated engine is about to send, with the fault worked in.
///
/// @param promptIds how many the engine says it read
/// @param logprobs NaN at an id whose logprob is left out
/// @param finish stop, length, abort, or "" where it is not said
record Written(
    int promptIds, int[] ids, float[] logprobs, boolean hasLogprobs, String finish, boolean loses) {
  static Written of(SimRequest request, Reply reply, Fault fault, Scale scale) {
    Reply.Cut cut = reply.cut(request.maxTokens());
    int[] ids = cut.ids();
    float[] logprobs = cut.logprobs();
    for (int i = 0; i < logprobs.length; i++) {
      logprobs[i] = (float) scale.apply(logprobs[i], request.temperature(), request.topP());
    }
    String finish = cut.isWhole() ? "stop" : "length";
    switch (fault) {
      case Fault.DropsStop _ -> {
        ids = Arrays.copyOf(ids, ids.length - 1);
        logprobs = Arrays.copyOf(logprobs, ids.length);
      }
      case Fault.NoIds _ -> {
        ids = new int[0];
        logprobs = new float[0];
      }
      case Fault.Aborts(int after) -> {
        ids = Arrays.copyOf(ids, after);
        logprobs = Arrays.copyOf(logprobs, after);
        finish = "abort";
      }
      case Fault.TooMany _ -> {
        int more = request.maxTokens() + 1;
        ids = Arrays.copyOf(ids, more);
        logprobs = Arrays.copyOf(logprobs, more);
      }
      case Fault.NoFinish _ -> finish = "";
      default -> {}
    }
    return new Written(
        request.promptIds().length + (fault instanceof Fault.AddsBos ? 1 : 0),
        ids,
        logprobs,
        !(fault instanceof Fault.NoLogprobs),
        finish,
        fault instanceof Fault.LosesLogprob);
  }

  /// What one event tells of.
  ///
  /// @param last whether it is the answer's last one
  record Part(int from, int to, boolean last) {}

  /// An event an id where the answer is streamed, else one; at least one.
  List<Part> parts(boolean stream) {
    int length = ids.length;
    int step = stream ? 1 : Math.max(1, length);
    return IntStream.rangeClosed(0, Math.max(0, (length - 1) / step))
        .mapToObj(i -> i * step)
        .map(from -> new Part(from, Math.min(from + step, length), from + step >= length))
        .toList();
  }

  /// Where the part's logprobs end: one earlier than its ids when the fault loses one.
  int logprobsTo(Part part) {
    return loses && part.last() ? part.to() - 1 : part.to();
  }

  /// What the engine makes of the model's own logprob before it reports it.
  interface Scale {
    Scale RAW = (logprob, _, _) -> logprob;
    Scale PROCESSED = (logprob, temperature, topP) -> logprob / Math.max(temperature, 1e-3) * topP;
    Scale TEMPERATURE = (logprob, temperature, _) -> logprob / Math.max(temperature, 1e-3);

    double apply(double logprob, double temperature, double topP);
  }
}
