package dev.millrace.rewards.logs.runner;

import dev.millrace.rewards.logs.text.BrokenLogException;
import dev.millrace.rewards.logs.text.Lines;
import dev.millrace.rewards.logs.text.Tally;
import dev.millrace.rewards.logs.text.TestLog;
import dev.millrace.rollout.trajectory.TestResult.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads what Mocha prints: the tree of its `spec` reporter, and the list of failures that all its
/// reporters for people end with. A test has its full title, blocks and title parted by spaces, as
/// in Mocha's reports.
final class MochaLog {
  private static final Pattern PASSES = Pattern.compile(" +[✓✔√] (\\S.*)");
  private static final Pattern PENDS = Pattern.compile(" +- (\\S.*)");
  private static final Pattern FAILS = Pattern.compile(" +\\d+\\) (\\S.*)");
  private static final Pattern PASSING = Pattern.compile("  (\\d{1,9}) passing(?: \\(.*\\))?");
  private static final Pattern COUNT = Pattern.compile("  (\\d{1,9}) (pending|failing)");
  private static final int MOST_TITLE_LINES = 50;

  private final Tally tally = Tally.worstWins();
  private final List<String> passes = new ArrayList<>();
  private String before = "";
  private boolean othersListed;
  private long inTree;
  private long failing;
  private long listed;
  private long counted;
  private long others;
  private final Outline outline = new Outline();
  private final List<String> failure = new ArrayList<>();
  private boolean inEnd;
  private boolean inFailure;
  private boolean closed;
  private long passed;

  private MochaLog() {}

  /// @throws BrokenLogException when more tests are said to pass than Mocha counted
  static TestLog read(String log) throws BrokenLogException {
    MochaLog reader = new MochaLog();
    for (String line : Lines.of(log)) {
      reader.accept(line.stripTrailing());
      reader.before = line;
    }
    reader.endRun();
    if (reader.closed) {
      reader.tally.refuseMorePassedThan(reader.passed);
    }
    boolean whole = reader.listed >= Math.max(reader.failing, reader.inTree);
    return new TestLog(reader.tally.tests(), reader.closed && whole);
  }

  private void accept(String line) throws BrokenLogException {
    Matcher passing = PASSING.matcher(line);
    if (passing.matches() && !before.isBlank()) {
      // Mocha's own stands behind a blank line; this was printed.
      return;
    }
    if (passing.matches()) {
      if (inEnd) {
        endRun();
      }
      counted = Long.parseLong(passing.group(1));
      passed += counted;
      inEnd = true;
      inFailure = false;
      closed = true;
    } else if (inEnd) {
      acceptEnd(line);
    } else {
      acceptTree(line);
    }
  }

  private void acceptTree(String line) throws BrokenLogException {
    int indent = Outline.indent(line);
    if (indent < 2) {
      return;
    }
    Matcher passes = PASSES.matcher(line);
    Matcher pends = PENDS.matcher(line);
    Matcher fails = FAILS.matcher(line);
    if (passes.matches()) {
      String title = JestLog.withoutDuration(passes.group(1));
      this.passes.add(String.join(" ", outline.path(indent, title)));
    } else if (pends.matches()) {
      add(indent, pends.group(1), Status.SKIPPED);
    } else if (fails.matches()) {
      inTree++;
      add(indent, fails.group(1), Status.FAILED);
    } else if (!line.isBlank()) {
      outline.enter(indent, line.strip());
    }
  }

  private void add(int indent, String title, Status status) throws BrokenLogException {
    othersListed = true;
    tally.add(String.join(" ", outline.path(indent, title)), status);
  }

  /// A failure's titles stand one a line, the last with a colon. A line that is indented like a
  /// block, and is none of the end's own, begins the tree of another run, or goes on with this one
  /// where a test printed what looks like its end.
  private void acceptEnd(String line) throws BrokenLogException {
    Matcher fails = FAILS.matcher(line);
    Matcher count = COUNT.matcher(line);
    if (count.matches()) {
      long number = Long.parseLong(count.group(1));
      others += number;
      failing += count.group(2).equals("failing") ? number : 0;
    } else if (inFailure) {
      acceptFailure(line);
    } else if (Outline.indent(line) == 2 && fails.matches()) {
      failure.clear();
      inFailure = true;
      acceptFailure(fails.group(1));
    } else if (Outline.indent(line) == 2 && !line.isBlank()) {
      endRun();
      acceptTree(line);
    }
  }

  /// Adds what passed, unless the reporter printed no tree and only a test did something like it:
  /// then what did not pass is not in it, or most that did is not.
  private void endRun() throws BrokenLogException {
    boolean tree = othersListed || others == 0;
    if (!inEnd || (tree && passes.size() * 2L >= counted)) {
      for (String name : passes) {
        tally.add(name, Status.PASSED);
      }
    }
    passes.clear();
    outline.clear();
    inEnd = false;
    othersListed = false;
    counted = 0;
    others = 0;
  }

  private void acceptFailure(String line) throws BrokenLogException {
    String title = line.strip();
    inFailure = !title.isEmpty() && failure.size() < MOST_TITLE_LINES;
    if (inFailure && title.endsWith(":")) {
      failure.add(title.substring(0, title.length() - 1));
      tally.add(String.join(" ", failure), Status.FAILED);
      listed++;
      inFailure = false;
    } else {
      failure.add(title);
    }
  }
}
