package dev.millrace.rollout.markup;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A place where Llama may write a call as bare JSON: the begin of a turn, behind a marker, behind
/// another call. JSON that is no call is text.
final class LlamaCall implements Part {
  private static final Pattern NAMED = Pattern.compile("\\s*\\{\\s*\"name\"\\s*:\\s*\"([^\"]*)\"");
  private static final List<String> ARGUMENTS = List.of("parameters", "arguments");

  private final Set<String> tools;
  private final Part text;
  private final boolean isBehindCall;
  private @Nullable Body body;
  private int at;

  private LlamaCall(Set<String> tools, Part text, boolean isBehindCall) {
    this.tools = tools;
    this.text = text;
    this.isBehindCall = isBehindCall;
  }

  /// @param tools the names of those offered
  LlamaCall(Set<String> tools, Part text) {
    this(tools, text, false);
  }

  @Override
  public @Nullable Part read(Cursor in, TurnBuilder out) {
    if (body == null) {
      at = in.afterSpaces(at);
      while (isBehindCall && at < in.length() && ";,".indexOf(in.at(at)) >= 0) {
        at = in.afterSpaces(at + 1);
      }
      if (at == in.length() || in.at(at) != '{') {
        return at == in.length() && !in.isOver() ? null : text;
      }
      if (isBehindCall) {
        in.skip(at);
      }
      body = new Body("{", List.of(), false, Brackets.json());
    }
    Body.Span span = body.read(in);
    return span == null ? null : called(in.take(span.end()), span, out);
  }

  private Part called(String raw, Body.Span span, TurnBuilder out) {
    CallJson call = CallJson.read(span.text(), "name", ARGUMENTS);
    if (call.problem() == null) {
      out.call(call.name(), call.arguments());
    } else if (isMeant(raw)) {
      out.malformed(call.name(), call.arguments(), call.problem());
    } else {
      out.content(raw);
      return text;
    }
    return new LlamaCall(tools, text, true);
  }

  /// Whether it was meant to be a call.
  private boolean isMeant(String raw) {
    Matcher matcher = NAMED.matcher(raw);
    return matcher.lookingAt()
        && (tools.contains(matcher.group(1))
            || ARGUMENTS.stream().anyMatch(field -> raw.contains("\"" + field + "\"")));
  }
}
