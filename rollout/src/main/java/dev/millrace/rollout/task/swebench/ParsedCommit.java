package dev.millrace.rollout.task.swebench;

import java.util.List;
import java.util.Set;

/// The commit of a row of R2E-Gym, taken apart there and put together here: a patch of the Python
/// files that are no tests.
final class ParsedCommit {
  private static final Set<String> TEST_DIRECTORIES = Set.of("tests", "Tests", "test", "Test");

  private ParsedCommit() {}

  /// The commit before it.
  static String base(Row row) {
    return row.has("parsed_commit_content")
        ? row.object("parsed_commit_content").text("old_commit_hash")
        : "HEAD";
  }

  static String patch(Row row) {
    StringBuilder patch = new StringBuilder();
    if (row.has("parsed_commit_content")) {
      for (Row file : row.object("parsed_commit_content").objects("file_diffs")) {
        String path = file.object("header").object("file").text("path");
        if (path.endsWith(".py") && !isTest(path)) {
          file(file, path, patch);
        }
      }
    }
    return patch.toString();
  }

  private static boolean isTest(String path) {
    List<String> parts = List.of(path.split("/"));
    return path.endsWith("_test.py")
        || parts.getLast().startsWith("test_")
        || parts.stream().anyMatch(TEST_DIRECTORIES::contains);
  }

  private static void file(Row file, String path, StringBuilder patch) {
    patch.append("diff --git a/%s b/%s\n".formatted(path, path));
    file.object("header").optional("misc_line").ifPresent(line -> patch.append(line).append('\n'));
    if (file.has("index_line")) {
      Row index = file.object("index_line");
      String mode = index.verbatim("mode");
      patch.append(
          "index %s..%s%s\n"
              .formatted(
                  index.verbatim("old_commit_hash"),
                  index.verbatim("new_commit_hash"),
                  mode.isEmpty() ? "" : " " + mode));
    }
    if (file.has("minus_file") && file.has("plus_file")) {
      patch.append("--- %s\n".formatted(file.object("minus_file").text("path")));
      patch.append("+++ %s\n".formatted(file.object("plus_file").text("path")));
    }
    file.objects("hunks").forEach(hunk -> hunk(hunk, patch));
  }

  private static void hunk(Row hunk, StringBuilder patch) {
    Row descriptor = hunk.object("descriptor");
    patch.append(
        "@@ -%s +%s @@"
            .formatted(
                range(descriptor.object("old_range")), range(descriptor.object("new_range"))));
    descriptor.optional("section").ifPresent(section -> patch.append(' ').append(section));
    patch.append('\n');
    for (Row line : hunk.object("line_group").objects("all_lines")) {
      String sign =
          switch (line.text("type")) {
            case "added" -> "+";
            case "deleted" -> "-";
            case "note" -> "\\ ";
            default -> " ";
          };
      patch.append(sign).append(line.verbatim("content")).append('\n');
    }
  }

  private static String range(Row range) {
    return range.text("start") + range.optional("length").map(length -> "," + length).orElse("");
  }
}
