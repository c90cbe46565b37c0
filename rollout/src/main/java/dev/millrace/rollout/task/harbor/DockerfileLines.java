package dev.millrace.rollout.task.harbor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Splits a Dockerfile into its instructions: comments dropped, continued lines joined,
/// here-documents attached to their `RUN`.
final class DockerfileLines {
  private static final Pattern HERE =
      Pattern.compile("(?<!<)<<(-?)(?!<)\\s*([\"']?)([A-Za-z_][A-Za-z0-9_]*)\\2");

  private final List<String> lines;
  private int at;

  DockerfileLines(String text) {
    lines = text.lines().toList();
  }

  /// @param line where it starts, from 1
  /// @param keyword in upper case
  /// @param rest what follows the keyword, continued lines joined
  /// @param hereDocument lines of its here-documents with their delimiters; empty without one
  record Instruction(int line, String keyword, String rest, String hereDocument) {
    /// What `bash -c` runs for a `RUN`.
    String script() {
      if (hereDocument.isEmpty()) {
        return rest;
      }
      // A here-document that stands alone is the script itself.
      return HERE.matcher(rest).matches()
          ? hereDocument.substring(0, hereDocument.lastIndexOf('\n') + 1)
          : rest + "\n" + hereDocument;
    }
  }

  List<Instruction> split() {
    List<Instruction> instructions = new ArrayList<>();
    while (at < lines.size()) {
      if (isSkipped(lines.get(at))) {
        at++;
      } else {
        instructions.add(next());
      }
    }
    return instructions;
  }

  private Instruction next() {
    int line = at + 1;
    String joined = joined();
    String[] parts = joined.split("\\s+", 2);
    String keyword = parts[0].toUpperCase(Locale.ROOT);
    String rest = parts.length == 2 ? parts[1].strip() : "";
    return new Instruction(line, keyword, rest, keyword.equals("RUN") ? hereDocument(rest) : "");
  }

  private String joined() {
    StringBuilder text = new StringBuilder();
    while (at < lines.size()) {
      String line = lines.get(at++);
      if (!text.isEmpty() && isSkipped(line)) {
        continue;
      }
      String stripped = line.stripTrailing();
      if (!stripped.endsWith("\\")) {
        return text.append(stripped).toString().strip();
      }
      text.append(stripped, 0, stripped.length() - 1);
    }
    return text.toString().strip();
  }

  private String hereDocument(String rest) {
    List<String> taken = new ArrayList<>();
    Matcher here = HERE.matcher(rest);
    while (here.find()) {
      boolean tabsIgnored = !here.group(1).isEmpty();
      String end = here.group(3);
      String line;
      do {
        if (at == lines.size()) {
          throw new IllegalArgumentException("the here-document " + end + " does not end");
        }
        line = lines.get(at++);
        taken.add(line);
      } while (!(tabsIgnored ? line.replaceFirst("^\t+", "") : line).equals(end));
    }
    return String.join("\n", taken);
  }

  private static boolean isSkipped(String line) {
    return line.isBlank() || line.stripLeading().startsWith("#");
  }
}
