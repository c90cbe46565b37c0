package dev.millrace.rollout.task;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a sandbox starts from: the instructions of a Dockerfile that need no image, in order.
///
/// @param steps `COPY` and `RUN` in the order written; of one that is [BaseImage.Built], those of
///     the last stage that could be read, which show what it holds and are not carried out
/// @param variables from `ENV`, unless the image has these itself
/// @param workdir the last `WORKDIR`, absolute; where commands run
/// @param context the directory that `COPY` reads from, or null when nothing is copied
/// @param digest SHA-256 (hex) over the steps and every file they read: with the base, the cache
///     key of the layer
/// @param needs beside the steps
public record Environment(
    List<Step> steps,
    Map<String, String> variables,
    String workdir,
    @Nullable Path context,
    String digest,
    Needs needs) {
  // Spelled out: a compact constructor loses the annotation on nullable parameters (javac 25).
  public Environment(
      List<Step> steps,
      Map<String, String> variables,
      String workdir,
      @Nullable Path context,
      String digest,
      Needs needs) {
    this.steps = List.copyOf(steps);
    this.variables = Map.copyOf(variables);
    this.workdir = workdir;
    this.context = context;
    this.digest = digest;
    this.needs = needs;
  }

  /// One that needs nothing but its steps.
  public Environment(
      List<Step> steps,
      Map<String, String> variables,
      String workdir,
      @Nullable Path context,
      String digest) {
    this(steps, variables, workdir, context, digest, Needs.NOTHING);
  }

  public Environment with(Needs other) {
    return new Environment(steps, variables, workdir, context, digest, other);
  }

  /// The same for whoever judges: with the verifiers' network.
  public Environment forVerifiers() {
    return with(new Needs(needs.base(), needs.verifiers(), needs.verifiers()));
  }

  /// One layer-making instruction, with the variables and the directory in force where it stands.
  public sealed interface Step {
    /// @param sources relative to the context; a directory's content is copied, not the directory
    /// @param destination absolute; ends with `/` when it is a directory
    record Copy(List<String> sources, String destination) implements Step {
      public Copy {
        sources = List.copyOf(sources);
      }
    }

    /// @param script for `bash -c`
    record Run(String script, String workdir, Map<String, String> variables) implements Step {
      public Run {
        variables = Map.copyOf(variables);
      }
    }

    /// Makes a directory: what `WORKDIR` does where there is none yet.
    record MakeDirectory(String path) implements Step {}
  }
}
