package dev.millrace.rollout.trajectory;

import java.util.List;

/// What the scorer says of a trajectory.
public sealed interface Judgement {
  /// What was seen in the trajectory, whether there is a verdict or not.
  List<Flag> flags();

  record Scored(Score score) implements Judgement {
    @Override
    public List<Flag> flags() {
      return score.flags();
    }
  }

  /// No verdict, hence no reward.
  record Unscored(Failure failure, @Default("[]") List<Flag> flags) implements Judgement {
    public Unscored {
      flags = List.copyOf(flags);
    }

    /// One of which nothing was seen.
    public Unscored(Failure failure) {
      this(failure, List.of());
    }
  }
}
