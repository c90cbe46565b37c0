package dev.millrace.rollout.policy.sim;

import java.util.Arrays;

/// What a simulated engine is about to send, with the fault worked in.
///
/// @param logprobs NaN at an id whose logprob is left out
/// @param finish stop, length or abort
record Written(int[] ids, float[] logprobs, boolean hasLogprobs, String finish, boolean loses) {
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
      default -> {}
    }
    return new Written(
        ids,
        logprobs,
        !(fault instanceof Fault.NoLogprobs),
        finish,
        fault instanceof Fault.LosesLogprob);
  }

  /// What the engine makes of the model's own logprob before it reports it.
  interface Scale {
    Scale RAW = (logprob, _, _) -> logprob;
    Scale PROCESSED = (logprob, temperature, topP) -> logprob / Math.max(temperature, 1e-3) * topP;
    Scale TEMPERATURE = (logprob, temperature, _) -> logprob / Math.max(temperature, 1e-3);

    double apply(double logprob, double temperature, double topP);
  }
}
