package dev.millrace.rollout.markup;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds the end of a value that is not escaped: its closing tag counts only where the markup can
/// go on behind it, so that a value may hold the tag itself.
final class ValueEnd {
  private final List<String> close;
  private final List<String> followers;
  private int searched;
  private int behind;

  ValueEnd(String close, List<String> followers, int from) {
    this.close = List.of(close);
    this.followers = followers;
    this.searched = from;
  }

  /// @param at where the closing tag begins
  /// @param behind where what follows it begins
  record End(int at, int behind) {}

  /// @return null when more text is needed, or when the text is over and there is none
  @Nullable End find(Cursor in) {
    while (true) {
      Cursor.Found found = in.find(close, searched);
      searched = found.at();
      if (found.marker().isEmpty()) {
        return null;
      }
      behind = in.afterSpaces(Math.max(behind, searched + found.marker().length()));
      if (behind == in.length() && !in.isOver()) {
        return null;
      }
      String follower = in.markerAt(followers, behind);
      if (follower != null) {
        return follower.isEmpty() ? null : new End(searched, behind);
      }
      searched++;
    }
  }
}
