package dev.millrace.rollout.policy.protocol;

/// The members of requests that several engines call alike. Any thread.
public final class CallMembers {
  /// Engines take up to 1,024 characters.
  private static final int SALT = 1000;

  private CallMembers() {}

  /// The members of `sampling_params` that vLLM and SGLang call by the same names. Special tokens
  /// are kept, since a turn without them is not the turn that was sampled.
  public static void sampling(EngineCall call, BodyWriter to) {
    Sampling sampling = call.sampling();
    to.put("temperature", sampling.temperature())
        .put("top_p", sampling.topP())
        .put("top_k", sampling.topK() == 0 ? -1 : sampling.topK())
        .put("min_p", sampling.minP())
        .flag("skip_special_tokens", false);
    if (call.ends().stopIds().length > 0) {
      to.put("stop_token_ids", call.ends().stopIds());
    }
    stop(call, to);
  }

  /// Keeps the call away from what earlier weights left in the cache.
  ///
  /// @param name of the engine's member for a salt: a text of which the same one shares a cache
  public static void salt(EngineCall call, String name, BodyWriter to) {
    String weights = call.route().cache().weights();
    if (weights != null) {
      to.put(name, "weights-" + weights.substring(0, Math.min(weights.length(), SALT)));
    }
  }

  /// The texts that end a turn, where there are any.
  public static void stop(EngineCall call, BodyWriter to) {
    if (!call.ends().stop().isEmpty()) {
      to.put("stop", call.ends().stop());
    }
  }
}
