package dev.millrace.rollout.policy;

/// One episode's conversation with a policy. Used by one thread at a time.
public interface PolicySession extends AutoCloseable {
  /// Samples the next turn. Blocks until it is whole, is out of time, fails or is interrupted.
  ///
  /// @return the whole turn; or, with an engine and where the request's time was up first, what
  ///     there was of it ([Sampled#isOutOfTime])
  /// @throws ContextFullException when the prompt fills the model's context
  /// @throws dev.millrace.rollout.trajectory.FailureException with `Failure.Engine` when no answer
  ///     came; nothing was sampled then, as far as the caller may know
  Sampled sample(SampleRequest request) throws InterruptedException;

  /// Lets go of what it holds. Idempotent.
  @Override
  default void close() {}
}
