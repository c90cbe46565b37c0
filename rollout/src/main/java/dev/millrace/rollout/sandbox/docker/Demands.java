package dev.millrace.rollout.sandbox.docker;

import dev.millrace.rollout.task.BaseImage;
import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.util.List;

/// What an environment asks of a container engine.
///
/// @param usualImage of environments that name none of their own
record Demands(String usualImage) {
  /// The reference of the image that the environment's steps go over.
  String imageOf(Environment environment) {
    return switch (environment.needs().base()) {
      case BaseImage.Any _ -> usualImage;
      case BaseImage.From(String reference) -> reference;
      case BaseImage.Kept(String reference, _) -> reference;
      case BaseImage.Prebuilt(String reference) -> reference;
      case BaseImage.Built built ->
          throw new IllegalArgumentException("is no image yet: " + built.context());
    };
  }

  /// @throws FailureException with `Failure.Environment` when it asks for what containers have not
  void check(Environment environment) {
    List<String> hosts = environment.needs().agents().hosts();
    if (!hosts.isEmpty()) {
      throw new FailureException(
          new Failure.Environment(
              "environment "
                  + environment.digest()
                  + " is to reach "
                  + String.join(", ", hosts)
                  + ", and containers have no way to listed hosts; take sandbox.provider auto, or"
                  + " sandbox.network none"));
    }
  }
}
