package dev.millrace.rewards.calls;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.millrace.rollout.trajectory.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the calls of a submission.
final class CallTexts {
  private static final int LONGEST = 100_000;
  private static final Pattern FENCED =
      Pattern.compile("(?s)^```[a-zA-Z]*[ \\t]*\\n(.*?)\\n?[ \\t]*```$");

  private CallTexts() {}

  /// The calls that a policy made as tools.
  ///
  /// @throws NoCallException when the arguments of one are no JSON object
  static List<Call> ofTools(List<ToolCall> calls) throws NoCallException {
    List<Call> read = new ArrayList<>();
    for (ToolCall call : calls) {
      read.add(new Call(call.name(), JsonCalls.arguments(call.argumentsJson()), 0));
    }
    return read;
  }

  /// The calls that a text is, in the syntax of Python or in JSON; empty when it is something else.
  static Optional<List<Call>> in(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    String bare = bare(text);
    try {
      return Optional.of(PythonCalls.read(bare));
    } catch (NoCallException _) {
      // It may be JSON.
      return json(bare);
    }
  }

  private static Optional<List<Call>> json(String text) {
    try {
      return Optional.of(JsonCalls.read(text));
    } catch (NoCallException _) {
      // It is words.
      return Optional.empty();
    }
  }

  /// Without a code fence and quotes around it.
  private static String bare(String text) {
    Matcher fenced = FENCED.matcher(text.strip());
    String inner = (fenced.matches() ? fenced.group(1) : text).strip();
    int from = 0;
    int to = inner.length();
    while (from < to && inner.charAt(from) == '\'') {
      from++;
    }
    while (to > from && inner.charAt(to - 1) == '\'') {
      to--;
    }
    return inner.substring(from, to);
  }
}
