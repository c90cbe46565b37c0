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
  private static final int GIT_CHANGED = 99;

  /// Git's own files, in a word. `patch`, unlike git, writes there, and takes names for theirs that
  /// no pattern tells: quoted, indented, through links.
  private static final String OF_GIT_NOW = "$(tar -cf - .git 2>/dev/null | cksum)";

  /// What can be told before. Its first directory is taken off a name.
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
      return Optional.of(refused());
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
      case GIT_CHANGED -> Optional.of(refused());
      case NO_REPOSITORY ->
          throw new FailureException(
              new Failure.Verifier("the environment has no directory " + git.directory()));
      default ->
          Optional.of(new Reason(Reason.Kind.PATCH_DOES_NOT_APPLY, Git.tail(result.stdout())));
    };
  }

  private static Reason refused() {
    return new Reason(Reason.Kind.PATCH_REFUSED, "the patch changes files in .git");
  }

  private static String script(Patching patching) {
    StringBuilder script = new StringBuilder();
    for (String command : patching.commands()) {
      if (patching.resets() && !script.isEmpty()) {
        // A half-applied patch makes every later command fail.
        script.append("git checkout -- .; git clean -fd\n");
      }
      boolean isGit = command.startsWith("git ");
      script.append(isGit ? "" : "before=" + OF_GIT_NOW + "\n");
      script.append(command).append(' ').append(FILE).append(" && ");
      script.append(
          isGit
              ? ""
              : "{ [ \"$before\" = \"" + OF_GIT_NOW + "\" ] || exit " + GIT_CHANGED + "; } && ");
      script.append("exit 0\n");
    }
    if (patching.resets()) {
      script.append("git apply --check --reverse ").append(FILE).append(" && exit 0\n");
    }
    return script.append("exit ").append(NONE_APPLIES).append('\n').toString();
  }
}
