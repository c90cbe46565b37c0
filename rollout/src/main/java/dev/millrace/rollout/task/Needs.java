package dev.millrace.rollout.task;

/// What an environment needs of whoever makes its sandboxes, beside its steps.
///
/// @param base below the steps
/// @param agents the network of sandboxes that agents work in
/// @param verifiers the network of sandboxes that are judged
public record Needs(BaseImage base, Network agents, Network verifiers) {
  public static final Needs NOTHING =
      new Needs(new BaseImage.Any(), new Network.Unsaid(), new Network.Unsaid());
}
