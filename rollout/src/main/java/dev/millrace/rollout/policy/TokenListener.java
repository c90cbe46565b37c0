package dev.millrace.rollout.policy;

/// Hears sampled ids as they come in. Called on the sampling thread, in order; what it is given is
/// its own. Throwing cancels the engine's call, and the exception is the call's.
public interface TokenListener {
  TokenListener NONE =
      new TokenListener() {
        @Override
        public void onTokens(int[] ids) {
          // Nobody listens.
        }

        @Override
        public boolean mayRestart() {
          return true;
        }
      };

  /// @param ids the next ones, at least one
  void onTokens(int[] ids);

  /// Asked when the engine's answer broke off after ids had been heard: whether these can be
  /// forgotten, and the turn be sampled anew. Where ids were passed on they cannot, and the call
  /// fails; that is the default.
  default boolean mayRestart() {
    return false;
  }
}
