package dev.millrace.rollout.task.swebench;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which files a patch changes.
///
/// @param before files that are there before, in the order of the patch
/// @param added files that are there only afterwards
/// @param directives names after the change, one a header of git's
record Diff(SequencedSet<String> before, SequencedSet<String> added, List<String> directives) {

  static Diff of(String patch) {
    Reader reader = new Reader();
    for (String line : patch.split("\n", -1)) {
      reader.read(line);
    }
    return new Diff(reader.before, reader.added, reader.directives);
  }

  /// Reads line by line. Lines of a hunk, which may look like headers, are counted.
  private static final class Reader {
    private static final Pattern GIT = Pattern.compile("diff --git a/.* b/(.*)");
    private static final Pattern HUNK =
        Pattern.compile("@@ -\\d{1,9}(?:,(\\d{1,9}))? \\+\\d{1,9}(?:,(\\d{1,9}))? @@.*");
    private static final String NOTHING = "/dev/null";

    private final SequencedSet<String> before = new LinkedHashSet<>();
    private final SequencedSet<String> added = new LinkedHashSet<>();
    private final List<String> directives = new ArrayList<>();
    private boolean isNew;
    private int oldLines;
    private int newLines;

    void read(String line) {
      if (oldLines > 0 || newLines > 0) {
        oldLines -= line.startsWith("+") || line.startsWith("\\") ? 0 : 1;
        newLines -= line.startsWith("-") || line.startsWith("\\") ? 0 : 1;
        return;
      }
      Matcher hunk = HUNK.matcher(line);
      if (hunk.matches()) {
        oldLines = count(hunk.group(1));
        newLines = count(hunk.group(2));
      } else {
        header(line);
      }
    }

    private void header(String line) {
      Matcher git = GIT.matcher(line);
      if (git.matches()) {
        directives.add(git.group(1));
      } else if (line.startsWith("--- ")) {
        isNew = name(line).equals(NOTHING);
        if (!isNew) {
          before.add(name(line));
        }
      } else if (line.startsWith("+++ ") && isNew) {
        added.add(name(line));
      }
    }

    private static int count(String lines) {
      return lines == null ? 1 : Integer.parseInt(lines);
    }

    private static String name(String header) {
      String name = header.substring(4).split("\t", 2)[0].stripTrailing();
      return name.startsWith("a/") || name.startsWith("b/") ? name.substring(2) : name;
    }
  }
}
