package dev.millrace.rollout.markup;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A Kimi call: an id that names the function, then JSON.
final class KimiCall implements Part {
  static final String OPEN = "<|tool_call_begin|>";
  static final String ARGUMENTS = "<|tool_call_argument_begin|>";
  static final String CLOSE = "<|tool_call_end|>";
  private static final Pattern ID = Pattern.compile("(?:functions\\.)?(\\S+):[0-9]+");

  private final Part then;
  private final Body body = Body.json("{", CLOSE);
  private @Nullable String id;
  private int searched;

  KimiCall(Part then) {
    this.then = then;
  }

  @Override
  public @Nullable Part read(Cursor in, TurnBuilder out) {
    if (id == null) {
      Cursor.Found found = in.find(List.of(ARGUMENTS, CLOSE), searched);
      searched = found.at();
      if (found.marker().isEmpty() && !in.isOver()) {
        return null;
      }
      if (!found.marker().equals(ARGUMENTS)) {
        out.malformed("", in.take(searched), "expected an id and " + ARGUMENTS + " in the call");
        in.skip(found.marker().length());
        return then;
      }
      id = in.take(searched).strip();
      in.skip(ARGUMENTS.length());
    }
    Body.Span span = body.read(in);
    if (span == null) {
      return null;
    }
    in.skip(span.end());
    called(id, span, out);
    return then;
  }

  private static void called(String id, Body.Span span, TurnBuilder out) {
    Matcher matcher = ID.matcher(id);
    CallJson call = CallJson.arguments("", span.text());
    if (!matcher.matches()) {
      String raw = id + ARGUMENTS + span.text();
      out.malformed("", raw, "the id \"" + id + "\" is not functions.NAME:INDEX");
    } else if (!span.isClosed()) {
      out.malformed(
          matcher.group(1), span.text(), "the call is never closed: " + CLOSE + " is missing");
    } else if (call.problem() != null) {
      out.malformed(matcher.group(1), span.text(), call.problem());
    } else {
      out.callWritten(id, matcher.group(1), span.text());
    }
  }
}
