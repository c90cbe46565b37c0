package dev.millrace.rollout.task.swebench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A git repository on this machine, of which one commit without its history becomes an archive.
record LocalRepository(Path path) {
  private static final long MINUTES = 10;

  /// The repository of that name in a directory.
  ///
  /// @param repository `OWNER/NAME`, or `NAME`
  static Optional<LocalRepository> in(Path directory, String repository) {
    String name = repository.replace("/", "__");
    return Stream.of(name, name + ".git")
        .map(directory::resolve)
        .filter(Files::isDirectory)
        .findFirst()
        .map(LocalRepository::new);
  }

  /// Writes a tar.gz of a work tree with that commit alone: no history, no remotes, no other
  /// branches.
  ///
  /// @param commit an object name, or `HEAD`
  /// @throws IllegalArgumentException when git cannot do it, with what it said
  void archive(String commit, Path file) throws IOException, InterruptedException {
    Path work = Files.createTempDirectory("millrace-repository");
    try {
      String serve = "git -c uploadpack.allowAnySHA1InWant=true upload-pack";
      run(work, List.of("git", "init", "-q", "--template=", "-b", "main", "."));
      run(
          work,
          List.of(
              "git",
              "-c",
              "pack.threads=1",
              "fetch",
              "-q",
              "--depth",
              "1",
              "--no-tags",
              "--upload-pack",
              serve,
              "file://" + path.toAbsolutePath(),
              commit));
      run(work, List.of("git", "reset", "-q", "--hard", "FETCH_HEAD"));
      for (String trace : List.of("FETCH_HEAD", "ORIG_HEAD", "index", "logs")) {
        Trees.delete(work.resolve(".git").resolve(trace));
      }
      run(
          work,
          List.of(
              "tar",
              "--sort=name",
              "--mtime=@1577836800",
              "--owner=0",
              "--group=0",
              "--numeric-owner",
              "--use-compress-program=gzip -n",
              "-cf",
              file.toAbsolutePath().toString(),
              "."));
    } finally {
      Trees.delete(work);
    }
  }

  private void run(Path work, List<String> command) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(work.toFile()).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("GIT_"));
    environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
    Path said = Files.createTempFile("millrace-repository", ".txt");
    try {
      Process process = builder.redirectOutput(said.toFile()).start();
      process.getOutputStream().close();
      boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
      if (!ended || process.exitValue() != 0) {
        process.destroyForcibly();
        String output = Files.readString(said, StandardCharsets.UTF_8).strip();
        throw new IllegalArgumentException(
            "%s: `%s` %s: %s"
                .formatted(
                    path,
                    String.join(" ", command.subList(0, Math.min(3, command.size()))),
                    ended ? "ended with status " + process.exitValue() : "took too long",
                    output));
      }
    } finally {
      Files.delete(said);
    }
  }
}
