package dev.millrace.orchestrator.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A Markdown file, read as far as its claims can be checked.
///
/// @param file where it is, for messages
record Document(Path file, String text) {
  private static final Pattern FENCE =
      Pattern.compile("(?ms)^```(?<language>\\w*)\n(?<code>.*?)^```$");
  private static final Pattern SPAN = Pattern.compile("`([^`\n]+)`");
  private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]+)(?:#[^)]*)?\\)");

  static Document read(Path file) throws IOException {
    return new Document(file, Files.readString(file));
  }

  /// The text between backticks, fenced blocks left out.
  List<String> spans() {
    return groups(SPAN, FENCE.matcher(text).replaceAll(""));
  }

  /// Links to other files of the project.
  List<String> links() {
    return groups(LINK, text);
  }

  /// The fenced blocks of a language.
  List<String> blocks(String language) {
    return FENCE
        .matcher(text)
        .results()
        .filter(block -> block.group("language").equals(language))
        .map(block -> block.group("code"))
        .toList();
  }

  /// Every call of the launcher, in shell blocks and in running text; without variables before it.
  List<String> commands() {
    Stream<String> lines = blocks("sh").stream().flatMap(String::lines).map(String::strip);
    return Stream.concat(lines, spans().stream())
        .map(line -> line.replaceFirst("^(\\w+=\\S+ +)+", ""))
        .filter(line -> line.startsWith("./millrace"))
        .toList();
  }

  /// The cells of the first table below a heading, header and rule left out.
  List<List<String>> table(String heading) {
    List<String> below =
        text.lines().dropWhile(line -> !line.matches("#+ " + Pattern.quote(heading))).toList();
    List<List<String>> rows = new ArrayList<>();
    below.stream()
        .dropWhile(line -> !line.startsWith("|"))
        .takeWhile(line -> line.startsWith("|"))
        .skip(2)
        .forEach(line -> rows.add(cells(line)));
    return rows;
  }

  private static List<String> cells(String line) {
    return Stream.of(line.substring(1).split("(?<!\\\\)\\|", -1)).map(String::strip).toList();
  }

  private static List<String> groups(Pattern pattern, String text) {
    return pattern.matcher(text).results().map((MatchResult found) -> found.group(1)).toList();
  }

  @Override
  public String toString() {
    return String.valueOf(file.getFileName());
  }
}
