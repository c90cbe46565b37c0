package dev.millrace.rewards.patch;

import dev.millrace.rewards.grading.Reason;
import dev.millrace.rollout.sandbox.ExecResult;
import dev.millrace.rollout.task.grading.GradingSpec;
import dev.millrace.rollout.task.grading.Patching;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/// Puts a prediction into a repository, in the order of commands that its harness tries.
record PatchApplication(Git git, GradingSpec spec) {
  private static final String FILE = "/logs/verifier/patch.diff";
  private static final int NO_REPOSITORY = 97;
  private static final int NONE_APPLIES = 98;

  /// `patch`, unlike git, would write there. Its first directory is taken off a name.
  private static final Pattern OF_GIT =
      Pattern.compile(
          "^(?:\\+\\+\\+|---|\\*\\*\\*|Index:|rename to|copy to) \"?[^/\\n"
              + "]{0,4000}/[./]{0,4000}\\.git(?:[/\\s\"]|$)",
          Pattern.MULTILINE);

  /// Why it is not applied; empty where it is.
  ///
  /// @throws FailureException when there is no repository, or nothing can be written
  Optional<Reason> apply(String patch) throws InterruptedException {
    if (OF_GIT.matcher(patch).find()) {
      return Optional.of(new Reason(Reason.Kind.PATCH_REFUSED, "the patch changes files in .git"));
    }
    String target = spec.place().handedTo().orElse(FILE);
    if (!git.sandbox().write(target, patch.getBytes(StandardCharsets.UTF_8))) {
      throw new FailureException(new Failure.Verifier("cannot write the patch to " + target));
    }
    if (spec.place().handedTo().isPresent() || patch.isBlank()) {
      return Optional.empty();
    }
    ExecResult result = git.run(script(spec.patching()), new byte[0]);
    return switch (result.exitCode()) {
      case 0 -> Optional.empty();
      case NO_REPOSITORY ->
          throw new FailureException(
              new Failure.Verifier("the environment has no directory " + git.directory()));
      default ->
          Optional.of(new Reason(Reason.Kind.PATCH_DOES_NOT_APPLY, Git.tail(result.stdout())));
    };
  }

  private static String script(Patching patching) {
    StringBuilder script = new StringBuilder();
    for (String command : patching.commands()) {
      if (patching.resets() && !script.isEmpty()) {
        // A half-applied patch makes every later command fail.
        script.append("git checkout -- .; git clean -fd\n");
      }
      script.append(command).append(' ').append(FILE).append(" && exit 0\n");
    }
    if (patching.resets()) {
      script.append("git apply --check --reverse ").append(FILE).append(" && exit 0\n");
    }
    return script.append("exit ").append(NONE_APPLIES).append('\n').toString();
  }
}
