package dev.millrace.orchestrator.log;

/// The topics of a run. A topic's name in Kafka is the run's name, a dot, and this name.
public enum Topic {
  /// One episode to run; key: group id; read through a share group.
  TASKS("tasks", 2, Retention.ALL),
  /// Who runs what; one key and one partition, so that its order is the run's history.
  LEASES("leases", 1, Retention.ALL),
  /// Each model call and its tool results as they happen; key: episode id.
  TURNS("turns", 2, Retention.ALL),
  /// Finished episodes; key: group id.
  TRAJECTORIES("trajectories", 4, Retention.ALL),
  /// Finished episodes with their judgement; key: group id; partitioned as [#TRAJECTORIES].
  SCORED("scored", 4, Retention.ALL),
  /// Weights now served, and by which engines; key: policy.
  POLICY_VERSIONS("policy-versions", 1, Retention.NEWEST_OF_KEY),
  /// What could not be processed, and why; key: that of the record.
  DEAD_LETTERS("dead-letters", 1, Retention.ALL);

  private final String label;
  private final int partitions;
  private final Retention retention;

  Topic(String label, int partitions, Retention retention) {
    this.label = label;
    this.partitions = partitions;
    this.retention = retention;
  }

  /// The name within a run, as the documentation writes it.
  public String label() {
    return label;
  }

  public int partitions() {
    return partitions;
  }

  public Retention retention() {
    return retention;
  }

  /// What a topic keeps.
  public enum Retention {
    ALL,
    NEWEST_OF_KEY
  }
}
