package dev.millrace.orchestrator.config;

import dev.millrace.rewards.integrity.FlagKind;
import dev.millrace.rewards.score.Scorer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The configuration of a run; every role of the run reads the same one. Keys are the names of the
/// components, durations are written like `30s`, paths are relative to the file.
///
/// @param run the run's name: prefix of its topics and groups. Letters, digits, `.`, `_` and `-`
/// @param seed what every random choice of the run derives from
public record RunConfig(
    String run,
    long seed,
    Tasks tasks,
    PolicyChoice policy,
    ContextChoice context,
    HarnessChoice harness,
    SandboxChoice sandbox,
    KafkaChoice kafka,
    Scheduling schedule,
    Working worker,
    Scoring scorer,
    JudgeChoice judge,
    IntegrityChoice integrity,
    Storing sink,
    Sets sets) {
  private static final RunConfig DEFAULTS =
      new RunConfig(
          "run",
          1,
          Tasks.DEFAULT,
          PolicyChoice.DEFAULT,
          ContextChoice.DEFAULT,
          HarnessChoice.DEFAULT,
          SandboxChoice.DEFAULT,
          KafkaChoice.DEFAULT,
          Scheduling.DEFAULT,
          Working.DEFAULT,
          Scoring.DEFAULT,
          JudgeChoice.DEFAULT,
          IntegrityChoice.DEFAULT,
          Storing.DEFAULT,
          Sets.DEFAULT);

  public RunConfig {
    Check.that(run.matches("[A-Za-z0-9._-]{1,80}"), "run", "1 to 80 of A-Z a-z 0-9 . _ -", run);
  }

  /// What holds where a file says nothing.
  public static RunConfig defaults() {
    return DEFAULTS;
  }

  /// Reads a file.
  ///
  /// @throws ConfigException when it is missing, no YAML, has an unknown key or a value out of
  /// bounds
  public static RunConfig load(Path file) {
    try {
      return Yaml.bind(file, Files.readString(file), DEFAULTS);
    } catch (NoSuchFileException e) {
      throw new ConfigException(file + ": there is no such file", e);
    } catch (IOException e) {
      throw new ConfigException(file + ": cannot be read: " + e, e);
    }
  }

  public RunConfig withSeed(long other) {
    return new RunConfig(
        run, other, tasks, policy, context, harness, sandbox, kafka, schedule, worker, scorer,
        judge, integrity, sink, sets);
  }

  public RunConfig withFormula(String other) {
    Scoring scoring =
        new Scoring(
            scorer.parallel(), other, scorer.penalties(), scorer.gamma(), scorer.attempts());
    return new RunConfig(
        run, seed, tasks, policy, context, harness, sandbox, kafka, schedule, worker, scoring,
        judge, integrity, sink, sets);
  }

  /// The same with an engine as its policy.
  ///
  /// @param urls of its replicas
  /// @param tokenizer the directory of its tokenizer and chat template; null leaves what is set
  /// @throws ConfigException when a URL is none
  public RunConfig withEngine(List<String> urls, @Nullable Path tokenizer) {
    PolicyChoice engine;
    try {
      engine = policy.servedAt(urls, tokenizer);
    } catch (IllegalArgumentException e) {
      throw new ConfigException("--engine: " + e.getMessage(), e);
    }
    return new RunConfig(
        run, seed, tasks, engine, context, harness, sandbox, kafka, schedule, worker, scorer, judge,
        integrity, sink, sets);
  }

  /// Which tasks, in which mix.
  ///
  /// @param path a directory of Harbor task directories and JSONL rows, or one JSONL file
  /// @param families by name, the share of the mix; a family that is not named is left out; empty
  ///     takes every family in equal shares
  /// @param group episodes of one task that are compared with each other, 1 to 1024. 4 is the least
  ///     with which advantages mean something
  /// @param rounds how often each task is planned, 1 to 10,000
  /// @param limit at most that many tasks of each family, in the order of their names; 0 is no
  /// limit
  public record Tasks(Path path, Map<String, Double> families, int group, int rounds, int limit) {
    static final Tasks DEFAULT = new Tasks(Path.of("tasks"), Map.of(), 4, 1, 0);

    public Tasks {
      families = Map.copyOf(families);
      Check.between(group, 1, 1024, "tasks.group");
      Check.between(rounds, 1, 10_000, "tasks.rounds");
      Check.between(limit, 0, 1_000_000, "tasks.limit");
      families.forEach(
          (name, share) ->
              Check.that(share > 0, "tasks.families." + name, "a share above 0", share));
    }
  }

  /// The broker.
  ///
  /// @param port of the embedded broker on 127.0.0.1; 0 takes any free one
  /// @param patience how long a broker may be gone before a role fails
  public record KafkaChoice(int port, Duration patience) {
    static final KafkaChoice DEFAULT = new KafkaChoice(0, Duration.ofSeconds(60));

    public KafkaChoice {
      Check.between(port, 0, 65_535, "kafka.port");
      Check.positive(patience, "kafka.patience");
    }
  }

  /// How episodes are sent out.
  ///
  /// @param inFlight attempts sent out and not finished, 1 to 1,000,000: enough to keep every
  ///     worker busy, few enough that a change of policy finds little old work
  /// @param lease how long a running attempt may be silent before it goes out again
  /// @param attempts how often an episode is tried when infrastructure fails it, 1 to 100
  public record Scheduling(int inFlight, Duration lease, int attempts) {
    static final Scheduling DEFAULT = new Scheduling(64, Duration.ofSeconds(20), 3);

    public Scheduling {
      Check.between(inFlight, 1, 1_000_000, "schedule.inFlight");
      Check.positive(lease, "schedule.lease");
      Check.between(attempts, 1, 100, "schedule.attempts");
    }
  }

  /// @param episodes how many a worker runs at once, 1 to 100,000
  public record Working(int episodes) {
    static final Working DEFAULT = new Working(4);

    public Working {
      Check.between(episodes, 1, 100_000, "worker.episodes");
    }
  }

  /// @param parallel how many trajectories a scorer judges at once, 1 to 10,000
  /// @param formula a preset (`default`, `plain`, `staged`) or a CEL expression over the parts of a
  ///     score
  /// @param penalties what a trajectory with flags of a kind is worth less, 0 or more; kinds that
  ///     are not named keep what [FlagKind] says
  /// @param gamma what the progress of one turn later is worth, above 0 and at most 1
  /// @param attempts how often a verifier that breaks is asked, 1 to 100
  public record Scoring(
      int parallel, String formula, Map<String, Double> penalties, double gamma, int attempts) {
    static final Scoring DEFAULT = new Scoring(2, "default", Map.of(), 1, Scorer.ATTEMPTS);

    public Scoring {
      penalties = Map.copyOf(penalties);
      Check.between(parallel, 1, 10_000, "scorer.parallel");
      Check.between(attempts, 1, 100, "scorer.attempts");
      Check.that(gamma > 0 && gamma <= 1, "scorer.gamma", "above 0 and at most 1", gamma);
      penalties.forEach(
          (kind, penalty) -> {
            String key = "scorer.penalties." + kind;
            Check.that(
                FlagKind.penalties().containsKey(kind),
                key,
                "one of the kinds " + String.join(", ", FlagKind.penalties().keySet()),
                kind);
            Check.that(
                penalty >= 0 && Double.isFinite(penalty), key, "a number of 0 or more", penalty);
          });
    }

    /// What every kind costs.
    public Map<String, Double> allPenalties() {
      Map<String, Double> all = new LinkedHashMap<>(FlagKind.penalties());
      all.putAll(penalties);
      return all;
    }
  }

  /// @param rows episodes in one file of the lake at most, about, 1 to 1,000,000
  /// @param linger how long a scored episode may wait for others to share its file
  /// @param patience how long a lake that cannot be written (a full disk) is tried again
  public record Storing(int rows, Duration linger, Duration patience) {
    static final Storing DEFAULT = new Storing(64, Duration.ofSeconds(5), Duration.ofSeconds(10));

    public Storing {
      Check.between(rows, 1, 1_000_000, "sink.rows");
      Check.positive(linger, "sink.linger");
      Check.positive(patience, "sink.patience");
    }
  }

  /// @param build which sets are built at the end: `sft`, `dpo`, `rl`, `metarl`
  public record Sets(List<String> build) {
    static final Sets DEFAULT = new Sets(List.of("sft", "dpo", "rl", "metarl"));

    public Sets {
      build = List.copyOf(build);
      for (String name : build) {
        Check.that(
            List.of("sft", "dpo", "rl", "metarl").contains(name),
            "sets.build",
            "names out of sft, dpo, rl, metarl",
            name);
      }
    }
  }
}
