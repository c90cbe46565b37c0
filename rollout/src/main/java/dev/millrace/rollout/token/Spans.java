package dev.millrace.rollout.token;

import dev.millrace.rollout.token.ChatFormat.GenerationPrompt;
import dev.millrace.rollout.trajectory.Message;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Cuts new text into its messages and encodes it.
final class Spans {
  private final ChatFormat format;

  Spans(ChatFormat format) {
    this.format = format;
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
    for (int i = next; i < messages.size() - 1; i++) {
      String upTo = Rendering.orEmpty(format, all.with(messages.subList(0, i + 1)));
      if (upTo.length() > at && text.startsWith(upTo)) {
        pieces.add(new Piece(text.substring(at, upTo.length()), messages.get(i)));
        at = upTo.length();
      }
    }
    pieces.add(new Piece(text.substring(at), next < messages.size() ? messages.getLast() : null));
    return pieces;
  }

  int[] after(String before, String text) {
    if (before.isEmpty()) {
      return format.tokenizer().encode(text);
    }
    int[] ids = format.tokenizer().encode(before + text);
    return Arrays.copyOfRange(ids, 1, ids.length);
  }

  /// Rendering that may fail: templates refuse conversations that stop in the middle.
  private static final class Rendering {
    static String orEmpty(ChatFormat format, Conversation conversation) {
      try {
        return format.render(conversation, GenerationPrompt.NONE);
      } catch (dev.millrace.rollout.template.TemplateException e) {
        return "";
      }
    }
  }
}
