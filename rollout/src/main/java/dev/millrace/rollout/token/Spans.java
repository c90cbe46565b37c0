package dev.millrace.rollout.token;

import dev.millrace.rollout.template.TemplateException;
import dev.millrace.rollout.token.ChatFormat.GenerationPrompt;
import dev.millrace.rollout.trajectory.Message;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Cuts new text into its messages and encodes it.
final class Spans {
  private final ChatFormat format;
  private final Splicer splicer;

  Spans(ChatFormat format, Splicer splicer) {
    this.format = format;
    this.splicer = splicer;
  }

  private record Piece(String text, @Nullable Message message) {}

  /// Encodes the end of a rendering. A message whose rendering depends on what follows shares its
  /// span with the next.
  ///
  /// @param text the rendering of the whole conversation
  /// @param next the first message of the end
  /// @param from where in the text the end begins
  /// @param before a single token that stands before it, or empty: text may be encoded otherwise at
  ///     the very beginning
  List<Given> encode(Conversation all, String text, int next, int from, String before) {
    List<Piece> pieces = pieces(all, text, next, from);
    int[] whole = after(before, text.substring(from));
    List<Given> given = new ArrayList<>();
    int at = 0;
    for (Piece piece : pieces) {
      int[] ids = after(before, piece.text());
      if (at + ids.length > whole.length
          || !Arrays.equals(whole, at, at + ids.length, ids, 0, ids.length)) {
        // A token stands across messages: they cannot be told apart.
        return List.of(Given.of(whole, pieces.getLast().message()));
      }
      given.add(Given.of(ids, piece.message()));
      at += ids.length;
    }
    return at == whole.length ? given : List.of(Given.of(whole, pieces.getLast().message()));
  }

  private List<Piece> pieces(Conversation all, String text, int next, int from) {
    List<Message> messages = all.messages();
    List<Piece> pieces = new ArrayList<>();
    int at = from;
    int first = next;
    for (int i = next; i < messages.size() - 1; i++) {
      int end = end(all, text, first, i, at);
      if (end > at) {
        pieces.add(new Piece(text.substring(at, end), messages.get(i)));
        at = end;
        first = i + 1;
      }
    }
    pieces.add(new Piece(text.substring(at), next < messages.size() ? messages.getLast() : null));
    return pieces;
  }

  /// Where a message ends in the text, or `at` where that cannot be told.
  ///
  /// @param first the first message behind `at`
  private int end(Conversation all, String text, int first, int last, int at) {
    if (first > 0 && splicer.windowed(all.templateArguments())) {
      String piece = behindWindow(all, first, last);
      if (!piece.isEmpty() && text.startsWith(piece, at)) {
        return at + piece.length();
      }
      List<Message> messages = all.messages();
      if (messages.get(last) instanceof Message.ToolResult
          && messages.get(last + 1) instanceof Message.ToolResult) {
        // Results that share a turn: the end of the last one is theirs.
        return at;
      }
    }
    String upTo = rendered(all, all.messages().subList(0, last + 1));
    return upTo.length() > at && text.startsWith(upTo) ? upTo.length() : at;
  }

  /// What messages add to a short stand-in for those before them, so that the work for a message
  /// does not grow with its history. The caller finds it in the text or does not use it.
  private String behindWindow(Conversation all, int first, int last) {
    List<Message> messages = all.messages();
    List<Message> window = new ArrayList<>(Window.of(messages.subList(0, first - 1)));
    window.add(messages.get(first - 1));
    String before = rendered(all, window);
    window.addAll(messages.subList(first, last + 1));
    String with = rendered(all, window);
    return with.startsWith(before) ? with.substring(before.length()) : "";
  }

  /// Templates refuse conversations that stop in the middle.
  ///
  /// @return empty where this one does
  private String rendered(Conversation all, List<Message> messages) {
    try {
      return format.render(all.with(messages), GenerationPrompt.NONE);
    } catch (TemplateException e) {
      return "";
    }
  }

  int[] after(String before, String text) {
    if (before.isEmpty()) {
      return format.tokenizer().encode(text);
    }
    int[] ids = format.tokenizer().encode(before + text);
    return Arrays.copyOfRange(ids, 1, ids.length);
  }
}
