package dev.millrace.orchestrator.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.orchestrator.cli.Main;
import dev.millrace.orchestrator.config.RunConfig;
import dev.millrace.rewards.formula.Formula;
import dev.millrace.rewards.integrity.FlagKind;
import dev.millrace.rollout.task.disk.TaskSources;
import dev.millrace.rollout.trajectory.MaskReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/// Holds the README and CONTRIBUTING.md against what is there.
class DocsTest {
  private static final Path CHECKOUT = Path.of(System.getProperty("millrace.root", ".."));
  private static final Pattern TYPE = Pattern.compile("[A-Z]\\w*[a-z]\\w*(\\.[A-Z]\\w*[a-z]\\w*)*");
  private static final Pattern PACKAGE =
      Pattern.compile(
          "(dev\\.millrace\\.)?(rollout|rewards|datasets|distill|orchestrator)(\\.[a-z]+)+");
  private static final Pattern FILE =
      Pattern.compile(
          "(conf|rollout|rewards|datasets|distill|orchestrator|\\.ci|\\.mvn)/[^<>\\s]*"
              + "|[A-Za-z]+\\.md|pom\\.xml|LICENSE|\\.gitignore");

  static Stream<Document> documents() throws IOException {
    return Stream.of(readme(), Document.read(CHECKOUT.resolve("CONTRIBUTING.md")));
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everythingNamedExists(Document document) throws IOException {
    Names names = Names.of(CHECKOUT);
    assertEquals(
        List.of(),
        document.spans().stream().distinct().filter(span -> !exists(span, names)).toList());
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyLinkedFileExists(Document document) {
    assertEquals(
        List.of(),
        document.links().stream().filter(to -> !Files.exists(CHECKOUT.resolve(to))).toList());
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyCommandIsUnderstood(Document document) {
    for (String line : document.commands()) {
      String[] words =
          Pattern.compile("\"[^\"]*\"|\\S+")
              .matcher(line.replaceFirst("\\s+#.*", ""))
              .results()
              .map(word -> word.group().replace("\"", ""))
              .toArray(String[]::new);
      new CommandLine(Main.class)
          .setCaseInsensitiveEnumValuesAllowed(true)
          .parseArgs(Arrays.copyOfRange(words, 1, words.length));
    }
  }

  @Test
  void readmeShowsTheFirstCommand() throws IOException {
    assertTrue(readme().commands().contains("./millrace run conf/quickstart.yaml --out out"));
  }

  @Test
  void everyShippedConfigurationLoads() throws IOException {
    try (Stream<Path> files = Files.list(CHECKOUT.resolve("conf"))) {
      List<Path> shipped = files.filter(file -> file.toString().endsWith(".yaml")).toList();
      assertFalse(shipped.isEmpty());
      for (Path file : shipped) {
        Path tasks = RunConfig.load(file).tasks().path();
        assertTrue(Files.exists(tasks), file + ": there is no " + tasks);
      }
    }
  }

  @Test
  void configurationTableHasEveryKeyWithItsDefault() throws Exception {
    Map<String, String> written = new LinkedHashMap<>();
    for (List<String> row : readme().table("Configuration")) {
      written.put(unquoted(row.get(0)), unquoted(row.get(2)));
    }
    assertEquals(lines(ConfigKeys.of(RunConfig.defaults())), lines(written));
  }

  @Test
  void formulasAreThePresetsAndCompile() throws IOException {
    Map<String, String> written = new LinkedHashMap<>();
    for (List<String> row : readme().table("Scores")) {
      if (row.get(0).startsWith("`")) {
        written.put(unquoted(row.get(0)), unquoted(row.get(1)));
      } else {
        String own = row.get(1).replaceFirst("^.*? `(.*)`.*$", "$1");
        assertEquals(own, Formula.compile("README.md", own).text());
      }
    }
    assertEquals(Formula.PRESETS, written);
  }

  @Test
  void everyMaskReasonIsExplained() throws IOException {
    List<String> codes = Stream.of(MaskReason.values()).map(r -> "" + r.code()).toList();
    assertEquals(codes, readme().table("The sets").stream().map(List::getFirst).toList());
  }

  @Test
  void everyKindOfFlagIsExplainedWithItsPenalty() throws IOException {
    Map<String, Double> written = new LinkedHashMap<>();
    for (List<String> row : readme().table("Flags")) {
      written.put(unquoted(row.get(0)), Double.valueOf(row.get(2)));
    }
    assertEquals(FlagKind.penalties(), written);
  }

  @Test
  void rowsOfTasksLoad(@TempDir Path directory) throws IOException {
    List<String> rows = readme().blocks("json");
    assertFalse(rows.isEmpty());
    Path file = Files.writeString(directory.resolve("rows.jsonl"), String.join("", rows));
    assertEquals(rows.size(), TaskSources.open(file).tasks().size());
  }

  private static boolean exists(String span, Names names) {
    if (PACKAGE.matcher(span).matches()) {
      return names.hasPackage(span);
    } else if (FILE.matcher(span).matches()) {
      return names.hasFile(span);
    } else if (TYPE.matcher(span).matches()) {
      return Stream.of(span.split("\\.", -1)).allMatch(names::hasType);
    }
    return true;
  }

  private static Document readme() throws IOException {
    return Document.read(CHECKOUT.resolve("README.md"));
  }

  private static String unquoted(String cell) {
    return cell.replaceAll("^`|`$", "");
  }

  /// One line each, so that a failure shows which differ.
  private static String lines(Map<String, String> map) {
    StringBuilder text = new StringBuilder();
    map.forEach((key, value) -> text.append(key).append(" = ").append(value).append('\n'));
    return text.toString();
  }
}
