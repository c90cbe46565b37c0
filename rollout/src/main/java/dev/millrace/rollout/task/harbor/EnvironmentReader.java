package dev.millrace.rollout.task.harbor;

import dev.millrace.rollout.task.BaseImage;
import dev.millrace.rollout.task.Dockerfiles;
import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.task.Environment.Step;
import dev.millrace.rollout.task.Needs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads an environment from a Dockerfile and what `task.toml` adds to it.
///
/// @param context the directory of the Dockerfile
/// @param dockerfiles by whom they are carried out
record EnvironmentReader(Path context, Dockerfiles dockerfiles, List<String> problems) {

  /// What the Dockerfile says; where an image is named that it was built to, that is taken instead
  /// of its steps.
  ///
  /// @param dockerfile its text
  /// @param toml the file that the table comes from
  /// @param key of the table, for messages
  Environment read(String dockerfile, EnvironmentTable table, TaskFile toml, String key)
      throws IOException {
    BuildContext build = new BuildContext(context);
    if (table.image().isPresent()) {
      // Whatever an image can be built with is right.
      TaskFile notLookedAt = new TaskFile("Dockerfile", new ArrayList<>());
      Environment built = new Dockerfile(notLookedAt, build).read(dockerfile);
      BaseImage image = new BaseImage.Prebuilt(table.image().get());
      Needs needs = new Needs(image, built.needs().agents(), built.needs().verifiers());
      Environment bare =
          new Environment(List.of(), built.variables(), built.workdir(), null, "", needs);
      return over(bare, table, toml, key);
    }
    TaskFile file = new TaskFile(context.resolve("Dockerfile").toString(), problems);
    Environment read =
        switch (dockerfiles) {
          case STEPS -> new Dockerfile(file, build).read(dockerfile);
          case ENGINE -> new EngineDockerfile(file, build).read(dockerfile);
        };
    return over(read, table, toml, key);
  }

  /// Another environment with what a table says.
  Environment over(Environment other, EnvironmentTable table, TaskFile toml, String key)
      throws IOException {
    Map<String, String> variables = new HashMap<>(other.variables());
    variables.putAll(table.variables());
    String workdir = table.workdir().orElse(other.workdir());
    if (!workdir.startsWith("/")) {
      toml.problem(key + ".workdir: expected an absolute path, found " + workdir);
    }
    Path copied = other.context() == null ? context : other.context();
    boolean copies = other.steps().stream().anyMatch(Step.Copy.class::isInstance);
    return new Environment(
        other.steps(),
        variables,
        workdir,
        copies ? copied : null,
        other.needs().base() instanceof BaseImage.Built built
            ? EnvironmentDigest.of(built, variables, workdir)
            : EnvironmentDigest.of(other.steps(), variables, copied),
        other.needs());
  }
}
