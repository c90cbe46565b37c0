package dev.millrace.rollout.task.swebench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/// How the tests of a repository are run, for rows that do not say: facts of the harnesses.
///
/// @param parser of the log
/// @param setup before anything else, a command each
/// @param install after the prediction is applied; empty where nothing is
/// @param test to which the tests are appended
/// @param names of tests on the command line
record KnownCommands(
    String parser, List<String> setup, Optional<String> install, String test, TestNames names) {
  private static final String PARSER = "parse_log_pytest";
  private static final String TEST = "pytest -rA";
  private static final String INSTALL = "python -m pip install -e .";

  /// How a test file is named on the command line.
  enum TestNames {
    PATHS,
    /// As modules below `tests/`.
    DOTTED
  }

  /// Those of a repository of SWE-bench at a version.
  static Optional<KnownCommands> ofSweBench(String repository, String version) {
    Row table = table().object("swe-bench");
    if (!table.has(repository)) {
      return Optional.empty();
    }
    Row known = table.object(repository);
    Row versioned =
        known.objects("versions").stream()
            .filter(one -> one.texts("of").contains(version))
            .findFirst()
            .orElse(known);
    return Optional.of(
        new KnownCommands(
            known.text("parser"),
            versioned.texts("setup"),
            versioned
                .optional("install")
                .or(() -> known.optional("install"))
                .or(() -> Optional.of(INSTALL)),
            versioned.optional("test").or(() -> known.optional("test")).orElse(TEST),
            known.has("names") ? TestNames.DOTTED : TestNames.PATHS));
  }

  /// Those of a repository of SWE-Gym, whose images need no new installation for Python alone.
  static Optional<KnownCommands> ofSweGym(String repository) {
    Row table = table().object("swe-gym");
    String key = repository.toLowerCase(Locale.ROOT);
    if (!table.has(key)) {
      return Optional.empty();
    }
    Row known = table.object(key);
    return Optional.of(
        new KnownCommands(
            PARSER, known.texts("setup"), Optional.empty(), known.text("test"), TestNames.PATHS));
  }

  /// Those that a person gives.
  static KnownCommands given(String test, Optional<String> parser) {
    return new KnownCommands(
        parser.orElse(PARSER), List.of(), Optional.empty(), test, TestNames.PATHS);
  }

  private static Row table() {
    try (InputStream in = KnownCommands.class.getResourceAsStream("commands.json")) {
      byte[] json =
          Objects.requireNonNull(in, "commands.json is packed with this class").readAllBytes();
      return Row.of(new String(json, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("reading commands.json", e);
    }
  }
}
