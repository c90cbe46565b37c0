package dev.millrace.rewards.logs.runner;

import dev.millrace.rewards.logs.text.BrokenLogException;
import dev.millrace.rewards.logs.text.Lines;
import dev.millrace.rewards.logs.text.Tally;
import dev.millrace.rewards.logs.text.TestLog;
import dev.millrace.rollout.trajectory.TestResult.Status;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads what RSpec prints: the tree of `--format documentation`, and the lists of pending and
/// failed examples that every format for people ends with. An example has its full description, as
/// in RSpec's reports. The tree does not tell an example that passed from a group without
/// examples, nor from what an example printed: more of them than RSpec counted are refused.
final class RspecLog {
  private static final Pattern MARKED = Pattern.compile("(.*) \\((FAILED - \\d+|PENDING: .*)\\)");
  private static final Pattern LISTED = Pattern.compile("  \\d+\\) (\\S.*)");
  private static final Pattern UNREADABLE =
      Pattern.compile("An error occurred while loading (\\S+?)\\.?");
  private static final Pattern COUNTS =
      Pattern.compile(
          "(\\d{1,9}) examples?, (\\d{1,9}) failures?(?:, (\\d{1,9}) pending)?(?:, .*)?");

  private enum Place {
    TREE,
    PENDING,
    FAILURES,
    END
  }

  private final Tally tally = Tally.worstWins();
  private final Outline outline = new Outline();
  private Place place = Place.TREE;
  private String before = "";
  private boolean inGroup;
  private boolean closed;
  private long passed;

  /// A line of the tree that is an example if nothing inside it follows.
  private record Leaf(int indent, String name) {}

  private Leaf leaf = new Leaf(0, "");

  private RspecLog() {}

  /// @throws BrokenLogException when more examples seem to pass than RSpec counted
  static TestLog read(String log) throws BrokenLogException {
    RspecLog reader = new RspecLog();
    for (String raw : Lines.of(log)) {
      String line = raw.stripTrailing();
      reader.accept(line);
      reader.before = line;
    }
    reader.endLeaf(0);
    if (reader.closed) {
      reader.tally.refuseMorePassedThan(reader.passed);
    }
    return new TestLog(reader.tally.tests(), reader.closed);
  }

  private void accept(String line) throws BrokenLogException {
    Matcher counts = COUNTS.matcher(line);
    Matcher unreadable = UNREADABLE.matcher(line);
    if (place == Place.END && counts.matches()) {
      count(counts);
    } else if (unreadable.matches()) {
      // Nothing is run then.
      tally.add(unreadable.group(1), Status.ERROR);
      place = Place.END;
    } else if (line.equals("Failures:") || line.startsWith("Pending:")) {
      endLeaf(0);
      place = line.startsWith("P") ? Place.PENDING : Place.FAILURES;
    } else if (line.startsWith("Finished in ")) {
      endLeaf(0);
      place = Place.END;
    } else {
      acceptInside(line);
    }
  }

  private void count(Matcher counts) {
    long pending = counts.group(3) == null ? 0 : Long.parseLong(counts.group(3));
    passed += Long.parseLong(counts.group(1)) - Long.parseLong(counts.group(2)) - pending;
    closed = true;
    place = Place.TREE;
    inGroup = false;
  }

  private void acceptInside(String line) throws BrokenLogException {
    Matcher listed = LISTED.matcher(line);
    switch (place) {
      case TREE -> acceptTree(line);
      case PENDING -> {
        if (listed.matches()) {
          tally.add(listed.group(1), Status.SKIPPED);
        }
      }
      case FAILURES -> {
        if (listed.matches()) {
          String name = listed.group(1);
          tally.add(
              name.endsWith(" FIXED") ? name.substring(0, name.length() - 6) : name, Status.FAILED);
        }
      }
      case END -> {}
    }
  }

  private void acceptTree(String line) throws BrokenLogException {
    int indent = Outline.indent(line);
    if (line.isEmpty()) {
      endLeaf(0);
    } else if (indent == 0) {
      // A group at the top stands behind a blank line; anything else there was printed.
      if (before.isEmpty()) {
        inGroup = true;
        outline.enter(0, line);
      }
    } else if (inGroup && indent % 2 == 0) {
      acceptTitle(indent, line.strip());
    }
  }

  private void acceptTitle(int indent, String title) throws BrokenLogException {
    endLeaf(indent);
    Matcher marked = MARKED.matcher(title);
    if (title.endsWith(")") && marked.matches()) {
      tally.add(
          full(outline.path(indent, marked.group(1))),
          marked.group(2).startsWith("F") ? Status.FAILED : Status.SKIPPED);
    } else {
      leaf = new Leaf(indent, full(outline.path(indent, title)));
      outline.enter(indent, title);
    }
  }

  /// @param next how far the line behind is indented
  private void endLeaf(int next) throws BrokenLogException {
    if (!leaf.name().isEmpty() && next <= leaf.indent()) {
      closed = false;
      tally.add(leaf.name(), Status.PASSED);
    }
    leaf = new Leaf(0, "");
  }

  /// Methods are written behind their class without a space.
  private static String full(List<String> path) {
    StringBuilder full = new StringBuilder();
    for (String title : path) {
      boolean method = title.startsWith("#") || title.startsWith(".") || title.startsWith("::");
      full.append(full.isEmpty() || method ? "" : " ").append(title);
    }
    return full.toString();
  }
}
