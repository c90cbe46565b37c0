package dev.millrace.rollout.markup;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What follows `[TOOL_CALLS]`: a JSON array, or a name, `[ARGS]` and JSON.
final class MistralCalls implements Part {
  static final String OPEN = "[TOOL_CALLS]";
  static final String ARGUMENTS = "[ARGS]";
  private static final String ID = "[CALL_ID]";

  private final Part then;
  private int searched;
  private @Nullable String head;
  private final Body body = new Body("{", List.of(), false, Brackets.json());

  MistralCalls(Part then) {
    this.then = then;
  }

  @Override
  public @Nullable Part read(Cursor in, TurnBuilder out) {
    if (head == null) {
      Part array = array(in);
      if (array != null) {
        return array;
      }
      Cursor.Found found = in.find(List.of(ARGUMENTS, OPEN), searched);
      searched = found.at();
      if (!found.marker().equals(ARGUMENTS)) {
        return found.marker().isEmpty() && !in.isOver() ? null : broken(in, out);
      }
      head = in.take(searched);
      in.skip(ARGUMENTS.length());
    }
    Body.Span span = body.read(in);
    if (span == null) {
      return null;
    }
    in.skip(span.end());
    called(head, span.text(), out);
    return then;
  }

  private @Nullable Part array(Cursor in) {
    int at = in.afterSpaces(0);
    boolean isArray = at < in.length() && "[{".indexOf(in.at(at)) >= 0;
    boolean isMarker = isArray && in.match(ARGUMENTS, at) != Cursor.Match.NO;
    return isArray && !isMarker && in.match(OPEN, at) == Cursor.Match.NO
        ? new ActionList(new ActionList.Fields("name", "arguments"), null, then)
        : null;
  }

  private Part broken(Cursor in, TurnBuilder out) {
    out.malformed("", in.take(searched), "expected a JSON array, or a name and " + ARGUMENTS);
    return then;
  }

  private static void called(String head, String json, TurnBuilder out) {
    int id = head.indexOf(ID);
    String name = (id < 0 ? head : head.substring(0, id)).strip();
    CallJson call = CallJson.arguments(name, json);
    if (name.isEmpty()) {
      out.malformed("", json, "the call has no name");
    } else if (call.problem() != null) {
      out.malformed(name, json, call.problem());
    } else if (id < 0) {
      out.call(name, json);
    } else {
      out.callWritten(head.substring(id + ID.length()).strip(), name, json);
    }
  }
}
