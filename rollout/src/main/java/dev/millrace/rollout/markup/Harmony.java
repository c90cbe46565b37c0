package dev.millrace.rollout.markup;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The header of a Harmony message: its recipient and its channel. It decides what the message is.
final class Harmony implements Part {
  private static final String MESSAGE = "<|message|>";
  private static final String START = "<|start|>";
  private static final List<String> ENDS =
      List.of("<|end|>", "<|call|>", "<|return|>", START, "<|channel|>");
  private static final List<String> BEGINS =
      List.of(START, "<|channel|>", MESSAGE, "<|constrain|>", "assistant", "to=");
  private static final Pattern RECIPIENT = Pattern.compile("\\bto=([^\\s<]+)");
  private static final Pattern ANALYSIS = Pattern.compile("<\\|channel\\|>\\s*analysis\\b");

  private final String before;
  private final Joins joins;
  private int searched;
  private int spaces;

  /// What earlier messages of the turn left: another line begins where one has text already.
  private static final class Joins {
    boolean hasReasoning;
    boolean hasContent;
  }

  private Harmony(String before, Joins joins) {
    this.before = before;
    this.joins = joins;
  }

  /// @param promptTail it may have opened a message, or a header
  static Part of(String promptTail) {
    int start = promptTail.lastIndexOf(START);
    String header = start < 0 ? "" : promptTail.substring(start + START.length());
    int message = header.indexOf(MESSAGE);
    Harmony first = new Harmony(message < 0 ? header : header.substring(0, message), new Joins());
    return message < 0 ? first : first.message("");
  }

  @Override
  public @Nullable Part read(Cursor in, TurnBuilder out) {
    spaces = in.afterSpaces(spaces);
    String begin = in.markerAt(BEGINS, spaces);
    if (begin == null) {
      return new Text(false, joins);
    }
    Cursor.Found found = in.find(List.of(MESSAGE), searched);
    searched = found.at();
    if (found.marker().isEmpty()) {
      if (in.isOver()) {
        out.content(in.take(in.length()));
      }
      return null;
    }
    String header = in.take(searched);
    in.skip(MESSAGE.length());
    return message(header);
  }

  private Part message(String header) {
    String all = before + header;
    Matcher recipient = RECIPIENT.matcher(all);
    if (recipient.find()) {
      String to = recipient.group(1);
      return new Call(to.startsWith("functions.") ? to.substring(10) : to, joins);
    }
    return new Text(ANALYSIS.matcher(all).find(), joins);
  }

  /// A message that is no call.
  private static final class Text implements Part {
    private final boolean isReasoning;
    private final Joins joins;
    private boolean isLater;

    Text(boolean isReasoning, Joins joins) {
      this.isReasoning = isReasoning;
      this.joins = joins;
      this.isLater = isReasoning ? joins.hasReasoning : joins.hasContent;
    }

    @Override
    public @Nullable Part read(Cursor in, TurnBuilder out) {
      Cursor.Found found = in.find(ENDS, 0);
      say(in.take(found.at()), out);
      if (found.marker().isEmpty()) {
        return null;
      }
      boolean isHeader = found.marker().equals("<|channel|>");
      in.skip(isHeader ? 0 : found.marker().length());
      return new Harmony("", joins);
    }

    private void say(String text, TurnBuilder out) {
      String line = isLater && !text.isEmpty() ? "\n" + text : text;
      isLater &= text.isEmpty();
      if (isReasoning) {
        joins.hasReasoning = true;
        out.reasoning(line);
      } else {
        joins.hasContent |= !text.isEmpty();
        out.content(line);
      }
    }
  }

  private static final class Call implements Part {
    private final String name;
    private final Joins joins;
    private final Body body =
        new Body("{", List.of("<|call|>", "<|end|>", "<|return|>", START), false, Brackets.json());

    Call(String name, Joins joins) {
      this.name = name;
      this.joins = joins;
    }

    @Override
    public @Nullable Part read(Cursor in, TurnBuilder out) {
      Body.Span span = body.read(in);
      if (span == null) {
        return null;
      }
      in.skip(span.end());
      CallJson call = CallJson.arguments(name, span.text());
      if (call.problem() == null) {
        out.call(name, span.text());
      } else {
        out.malformed(name, span.text(), call.problem());
      }
      return new Harmony("", joins);
    }
  }
}
