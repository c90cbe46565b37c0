package dev.millrace.rollout.task;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How a test script is run, what of the end state it sees, and how it tells its verdict.
///
/// @param verdict where the verdict comes from
/// @param place which sandbox the script runs in
/// @param variables set for the script, beside those of the sandbox's environment
/// @param artifacts what the task asks for by name, see [Place]
/// @param hooks run in the end state before the artefacts are taken, in order
/// @param shared a directory of tests that lies below the script's own, or null
public record Grading(
    Told verdict,
    Place place,
    Map<String, String> variables,
    List<Artifact> artifacts,
    List<Hook> hooks,
    @Nullable Path shared) {
  /// A script that writes reward files, in the end state itself.
  public static final Grading USUAL =
      new Grading(Told.REWARD_FILES, new Place.EndState(), Map.of(), List.of(), List.of(), null);

  // Spelled out: a compact constructor loses the annotation on nullable parameters (javac 25).
  public Grading(
      Told verdict,
      Place place,
      Map<String, String> variables,
      List<Artifact> artifacts,
      List<Hook> hooks,
      @Nullable Path shared) {
    this.verdict = verdict;
    this.place = place;
    this.variables = Map.copyOf(variables);
    this.artifacts = List.copyOf(artifacts);
    this.hooks = List.copyOf(hooks);
    this.shared = shared;
  }

  /// How a script tells its verdict.
  public sealed interface Told {
    /// A script that writes reward files, without any allowance.
    Told REWARD_FILES = new RewardFiles(null, Set.of());

    /// By `/logs/verifier/reward.txt` or `reward.json`. Whatever runs while the script runs can
    /// write them too.
    ///
    /// @param key of `reward.json` that is the correctness, or null for `reward`
    record RewardFiles(@Nullable String key, Set<Despite> despite) implements Told {
      // Spelled out: a compact constructor loses the annotation on nullable parameters (javac 25).
      public RewardFiles(@Nullable String key, Set<Despite> despite) {
        this.key = key;
        this.despite = Set.copyOf(despite);
      }
    }

    /// By `/logs/verifier/verdict.json`, signed with a key that it finds in `/tests/.seal` and
    /// removes before anything of the agent's runs. Nothing else counts.
    record Sealed() implements Told {}
  }

  /// What a reward is believed in spite of; otherwise it is an error.
  public enum Despite {
    /// A full reward beside a failed test.
    FAILURES,
    /// Processes that were left running when it was written, which may have written it.
    PROCESSES
  }

  /// Where a script runs.
  public sealed interface Place {
    /// In the end state as a whole. An artefact that is one file is taken as the agent left it,
    /// even where files of its name otherwise stay as they were.
    record EndState() implements Place {}

    /// In an environment as it was made, with the artefacts in it.
    ///
    /// @param environment null for the task's own
    record Apart(@Nullable Environment environment) implements Place {
      // Spelled out: a compact constructor loses the annotation on nullable parameters (javac 25).
      public Apart(@Nullable Environment environment) {
        this.environment = environment;
      }
    }
  }

  /// A command that is run in the end state, whatever its status.
  ///
  /// @param script for `bash -c`
  public record Hook(String script, Duration timeout) {}
}
