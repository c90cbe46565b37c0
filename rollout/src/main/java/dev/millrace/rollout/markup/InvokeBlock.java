package dev.millrace.rollout.markup;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A block of calls whose arguments are tags.
final class InvokeBlock extends BlockPart {
  private static final String TYPED = "\" string=\"";

  private final InvokeTags tags;
  private final ArgumentTypes types;
  private Arguments arguments = new Arguments();
  private State state = State.BETWEEN_CALLS;
  private String name = "";
  private String argument = "";
  private @Nullable ValueEnd end;
  private int nameFrom;

  private enum State {
    BETWEEN_CALLS,
    NAME,
    BETWEEN_ARGUMENTS,
    ARGUMENT_NAME,
    VALUE
  }

  InvokeBlock(InvokeTags tags, ArgumentTypes types, Part then) {
    super(tags.close(), then);
    this.tags = tags;
    this.types = types;
  }

  @Override
  Progress piece(Cursor in, TurnBuilder out) {
    return switch (state) {
      case BETWEEN_CALLS -> between(in, tags.afterCall(), out);
      case NAME, ARGUMENT_NAME -> name(in);
      case BETWEEN_ARGUMENTS -> between(in, tags.afterArgument(), out);
      case VALUE -> value(in);
    };
  }

  private Progress between(Cursor in, List<String> expected, TurnBuilder out) {
    at = in.afterSpaces(at);
    if (at == in.length()) {
      return waits(in, close);
    }
    String marker = in.markerAt(expected, at);
    if (marker == null) {
      return broken("expected " + String.join(" or ", expected) + " in the call");
    }
    if (marker.isEmpty()) {
      return waits(in, close);
    }
    at += marker.length();
    return opened(marker, in, out);
  }

  private Progress opened(String marker, Cursor in, TurnBuilder out) {
    nameFrom = at;
    if (marker.equals(tags.call().open())) {
      state = State.NAME;
    } else if (marker.equals(tags.argument().open())) {
      state = State.ARGUMENT_NAME;
    } else if (marker.equals(tags.call().close())) {
      return called(in, out);
    } else {
      in.skip(at);
      return Progress.OVER;
    }
    return Progress.ON;
  }

  private Progress called(Cursor in, TurnBuilder out) {
    String problem = arguments.problem();
    if (problem == null) {
      out.call(name, arguments.json());
      in.skip(at);
    } else {
      out.malformed(name, in.take(at), problem);
    }
    at = 0;
    arguments = new Arguments();
    state = State.BETWEEN_CALLS;
    return Progress.ON;
  }

  private Progress name(Cursor in) {
    String openEnd = state == State.NAME ? tags.call().openEnd() : tags.argument().openEnd();
    Cursor.Found found = in.find(List.of(openEnd, "\n", "<"), at);
    at = found.at();
    if (found.marker().isEmpty()) {
      return waits(in, openEnd);
    }
    String written = in.peek(nameFrom, at).strip();
    if (!found.marker().equals(openEnd) || written.isEmpty()) {
      return broken("expected a name and " + openEnd + " in the call");
    }
    at += openEnd.length();
    if (state == State.NAME) {
      name = written;
      state = State.BETWEEN_ARGUMENTS;
    } else {
      argument = written;
      end = new ValueEnd(tags.argument().close(), tags.afterArgument(), at);
      nameFrom = at;
      state = State.VALUE;
    }
    return Progress.ON;
  }

  private Progress value(Cursor in) {
    ValueEnd.End found = end == null ? null : end.find(in);
    if (found == null) {
      at = in.isOver() ? in.length() : at;
      return waits(in, tags.argument().close() + " of " + argument);
    }
    String value = in.peek(nameFrom, found.at());
    at = found.behind();
    state = State.BETWEEN_ARGUMENTS;
    return put(tags.isPadded() ? unpadded(value) : value);
  }

  private Progress put(String value) {
    int typed = tags.isTyped() ? argument.indexOf(TYPED) : -1;
    if (typed < 0) {
      arguments.put(argument, types.json(name, argument, value));
      return Progress.ON;
    }
    String key = argument.substring(0, typed);
    boolean isText = argument.substring(typed + TYPED.length()).equals("true");
    if (!isText && JsonText.tree(value).isMissingNode()) {
      return broken("the argument " + key + " is not JSON");
    }
    arguments.put(key, isText ? JsonText.quoted(value) : value.strip());
    return Progress.ON;
  }

  private static String unpadded(String value) {
    String text = value.startsWith("\n") ? value.substring(1) : value;
    return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }
}
