package dev.millrace.rewards.logs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.rewards.logs.text.BrokenLogException;
import dev.millrace.rewards.logs.text.TestLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// One log, and what it holds.
///
/// @param file the JSON beside it
/// @param parser the reader's name
/// @param closed whether the run has its end
/// @param tests the status of each
record CorpusCase(Path file, String parser, boolean closed, Map<String, String> tests) {
  private static final Path CORPUS =
      Path.of(System.getProperty("millrace.root", ".."))
          .resolve("rewards/src/test/resources/dev/millrace/rewards/logs");
  private static final ObjectMapper JSON = new ObjectMapper();

  static List<CorpusCase> all() throws IOException {
    try (Stream<Path> files = Files.walk(CORPUS)) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .sorted()
          .map(CorpusCase::of)
          .toList();
    }
  }

  private static CorpusCase of(Path file) {
    try {
      JsonNode json = JSON.readTree(file.toFile());
      Map<String, String> tests = new TreeMap<>();
      json.path("tests").properties().forEach(e -> tests.put(e.getKey(), e.getValue().asText()));
      return new CorpusCase(
          file, json.path("parser").asText(), json.path("closed").asBoolean(), tests);
    } catch (IOException e) {
      throw new AssertionError("cannot read " + file, e);
    }
  }

  String name() {
    return CORPUS.relativize(file).toString().replace(".json", "");
  }

  String log() throws IOException {
    return Files.readString(
        file.resolveSibling(file.getFileName().toString().replace(".json", ".log")));
  }

  TestLog read(String log) throws BrokenLogException {
    return LogParsers.named(parser).orElseThrow().read(log);
  }
}
