package dev.millrace.rewards.logs.runner;

import dev.millrace.rewards.logs.text.BrokenLogException;
import dev.millrace.rewards.logs.text.Lines;
import dev.millrace.rewards.logs.text.Tally;
import dev.millrace.rewards.logs.text.TestLog;
import dev.millrace.rollout.trajectory.TestResult.Status;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads what Surefire and Failsafe print in a build of Maven. A test class is a result,
/// `example.ShelfTest`, whose inner classes count for it; so are the methods that are printed,
/// `example.ShelfTest.holds`: those that failed, all that ran under the plain report format. A
/// class's line counts only where the class was said to run, its methods' lines right behind it.
final class MavenLog {
  private static final String LEVEL = "(?:\\[(?:INFO|WARNING|ERROR)\\] +)?";
  private static final String TIME = "Time elapsed: [0-9.,]{1,20} ?s(?:ec)?";
  private static final Pattern RUNNING = Pattern.compile(LEVEL + "Running (\\S+)");
  private static final Pattern CLASS =
      Pattern.compile(
          LEVEL
              + "Tests run: (\\d{1,9}), Failures: (\\d{1,9}), Errors: (\\d{1,9}), Skipped:"
              + " (\\d{1,9}), "
              + TIME
              + "(?: +<<< (?:FAILURE|ERROR)!)?(?: --? in (\\S+))?");
  private static final Pattern METHOD_TIME = Pattern.compile(TIME + "(?: +<<< (FAILURE|ERROR)!)?");
  private static final Pattern METHOD = Pattern.compile(LEVEL + "(\\S.*)");
  private static final Pattern OLDER = Pattern.compile("(\\S.*)\\(([\\w.$]+)\\)");
  private static final Pattern RESULTS = Pattern.compile(LEVEL + "Results ?:");
  private static final Pattern END = Pattern.compile(LEVEL + "BUILD (?:SUCCESS|FAILURE)");

  private final Tally tally = Tally.worstWins();
  private final Set<String> running = new HashSet<>();
  private @Nullable String latest;
  private String ended = "";
  private boolean inMethods;
  private int unlisted;
  private boolean closed;

  private MavenLog() {}

  static TestLog read(String log) throws BrokenLogException {
    MavenLog reader = new MavenLog();
    for (String line : Lines.of(log)) {
      reader.accept(line.stripTrailing());
    }
    return new TestLog(reader.tally.tests(), reader.closed);
  }

  private void accept(String line) throws BrokenLogException {
    Matcher starts = RUNNING.matcher(line);
    Matcher ends = CLASS.matcher(line);
    if (starts.matches()) {
      latest = starts.group(1);
      running.add(starts.group(1));
      // What failed is listed to its end, whatever is printed between.
      inMethods &= unlisted > 0;
      closed = false;
    } else if (ends.matches()) {
      endClass(ends);
    } else if (RESULTS.matcher(line).matches()) {
      inMethods = false;
    } else if (END.matcher(line).matches()) {
      closed = true;
    } else if (inMethods && line.contains("Time elapsed: ")) {
      acceptMethod(line);
    }
  }

  private void endClass(Matcher ends) throws BrokenLogException {
    @Nullable String name = ends.group(5) == null ? latest : ends.group(5);
    if (name == null || !running.remove(name)) {
      return;
    }
    inMethods = true;
    unlisted = Integer.parseInt(ends.group(2)) + Integer.parseInt(ends.group(3));
    ended = outer(name);
    @Nullable Status status = status(ends);
    if (status != null) {
      tally.add(outer(name), status);
    }
  }

  private static @Nullable Status status(Matcher ends) {
    if (Integer.parseInt(ends.group(3)) > 0) {
      return Status.ERROR;
    }
    if (Integer.parseInt(ends.group(2)) > 0) {
      return Status.FAILED;
    }
    int run = Integer.parseInt(ends.group(1));
    if (run == 0) {
      return null;
    }
    return run == Integer.parseInt(ends.group(4)) ? Status.SKIPPED : Status.PASSED;
  }

  private void acceptMethod(String line) throws BrokenLogException {
    int at = line.lastIndexOf("Time elapsed: ");
    Matcher time = METHOD_TIME.matcher(line.substring(at));
    String head = line.substring(0, at).stripTrailing();
    Matcher method =
        METHOD.matcher(
            head.endsWith(" --") ? head.substring(0, head.length() - 3).stripTrailing() : head);
    if (!time.matches() || !method.matches()) {
      return;
    }
    String end = String.valueOf(time.group(1));
    unlisted -= time.group(1) == null ? 0 : 1;
    tally.add(
        methodOf(ended, method.group(1)),
        switch (end) {
          case "FAILURE" -> Status.FAILED;
          case "ERROR" -> Status.ERROR;
          default -> Status.PASSED;
        });
  }

  /// Before version 3 the class stood in brackets behind the method, or nowhere.
  private static String methodOf(String owner, String text) {
    Matcher older = OLDER.matcher(text);
    if (text.equals(owner) || text.startsWith(owner + ".")) {
      return text;
    }
    return older.matches() && outer(older.group(2)).equals(owner)
        ? owner + "." + older.group(1)
        : owner + "." + text;
  }

  private static String outer(String name) {
    int inner = name.indexOf('$');
    return inner < 0 ? name : name.substring(0, inner);
  }
}
