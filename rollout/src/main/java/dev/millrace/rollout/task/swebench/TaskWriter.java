package dev.millrace.rollout.task.swebench;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.millrace.rollout.task.BaseImage;
import dev.millrace.rollout.task.harbor.GradingFile;
import dev.millrace.rollout.task.swebench.ImportedTask.Direction;
import dev.millrace.rollout.task.swebench.ImportedTask.Gold;
import dev.millrace.rollout.task.swebench.ImportedTask.Start;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Writes one task directory in Harbor's form.
record TaskWriter(RowFormat format, ImportedTask task, Path directory) {
  private static final String ARCHIVE = "repository.tar.gz";
  private static final String END = "END_OF_PATCH_8b1f2c";

  /// Nothing later than the commit that the agent starts from, as far as an image has more: only
  /// the branch it is on, and tags that are part of its past, by which projects find their version.
  private static final List<String> SEALED =
      List.of(
          "git remote | xargs -r -n 1 git remote remove",
          "git tag --no-merged HEAD | xargs -r -n 1 git tag -d",
          "head=$(git symbolic-ref -q HEAD || true)",
          "git for-each-ref --format='%(refname)' | grep -v '^refs/tags/' | grep -vxF \"$head\""
              + " | xargs -r -n 1 git update-ref -d",
          "git reflog expire --expire=now --all",
          "rm -f .git/FETCH_HEAD .git/ORIG_HEAD",
          "git gc -q --prune=now");

  /// @param repository that the task starts from, instead of an image
  void write(Optional<LocalRepository> repository) throws IOException, InterruptedException {
    put("task.toml", toml());
    put("instruction.md", instruction());
    put("tests/grading.json", GradingFile.write(task.judging().grading()));
    put("tests/eval.sh", task.judging().script());
    for (Map.Entry<String, String> file : task.judging().files().entrySet()) {
      put("tests/" + file.getKey(), file.getValue());
    }
    for (Map.Entry<String, String> file : task.start().files().entrySet()) {
      put("environment/" + file.getKey(), file.getValue());
    }
    put("environment/Dockerfile", dockerfile(repository.isPresent()));
    if (repository.isPresent()) {
      repository.get().archive(task.start().base(), directory.resolve("environment/" + ARCHIVE));
    }
    if (task.gold().isPresent()) {
      put("solution/solve.sh", solution(task.gold().get()));
    }
  }

  private void put(String name, String content) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private String workdir() {
    return task.judging().grading().place().directory();
  }

  private String toml() {
    Start start = task.start();
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("family", quoted(format.label()));
    metadata.put("instance", quoted(task.judging().grading().instance()));
    metadata.put("docker_image", quoted(start.image()));
    metadata.put("repository", quoted(start.repository()));
    metadata.put("base_commit", quoted(start.base()));
    metadata.put("max_turns", "200");
    StringBuilder toml = new StringBuilder("schema_version = \"1.0\"\n\n[metadata]\n");
    metadata.forEach((key, value) -> toml.append(key).append(" = ").append(value).append('\n'));
    return toml.append("\n[agent]\ntimeout_sec = 3600.0\n\n[verifier]\ntimeout_sec = ")
        .append((double) task.judging().timeout().toSeconds())
        .append("\n\n[environment]\nmemory_mb = 4096\nnetwork_mode = \"no-network\"\n")
        .toString();
  }

  private static String quoted(String text) {
    return "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
  }

  private String instruction() {
    return """
    The repository in `%s` has the problem below. Change its code so that the problem is solved.
    Tests that you do not see decide. You may add tests, which do not count; leave those that are
    there as they are.

    %s
    """
        .formatted(workdir(), task.problem().strip());
  }

  private String dockerfile(boolean hasRepository) {
    Start start = task.start();
    StringBuilder file = new StringBuilder("FROM " + start.image() + "\n");
    if (!start.programs().isEmpty()) {
      file.append("ENV PATH=").append(String.join(":", start.programs())).append(":$PATH\n");
    }
    file.append("WORKDIR ").append(workdir()).append('\n');
    if (hasRepository) {
      file.append("COPY %s %s/\n".formatted(ARCHIVE, workdir()));
      run(file, "set -e", "tar -xzf " + ARCHIVE, "rm " + ARCHIVE, "git reset -q --hard");
    } else {
      run(file, ": the repository is in the image", needsImage());
      run(file, "set -e", SEALED.toArray(String[]::new));
    }
    start.files().keySet().stream()
        .sorted()
        .forEach(name -> file.append("COPY %s %s/\n".formatted(name, workdir())));
    if (!start.commands().isEmpty()) {
      run(file, "set -e", start.commands().toArray(String[]::new));
    }
    return file.toString();
  }

  private String needsImage() {
    String image = task.start().image();
    String problem =
        "%s starts from the image %s, which has no repository in %s here: %s, or import the row again with --repositories"
            .formatted(
                task.judging().grading().instance(), image, workdir(), BaseImage.howToKeep(image));
    return "[ -e .git ] || { echo " + Words.of(problem) + "; exit 1; }";
  }

  private static void run(StringBuilder file, String first, String... commands) {
    file.append("RUN <<'STEP'\n").append(first).append('\n');
    for (String command : commands) {
      file.append(command).append('\n');
    }
    file.append("STEP\n");
  }

  private String solution(Gold gold) {
    String patch = gold.patch().endsWith("\n") ? gold.patch() : gold.patch() + "\n";
    String reverse = gold.direction() == Direction.REVERSE ? " --reverse" : "";
    return "cd %s && git apply --whitespace=nowarn%s - <<'%s'\n%s%s\n"
        .formatted(Words.of(workdir()), reverse, END, patch, END);
  }
}
