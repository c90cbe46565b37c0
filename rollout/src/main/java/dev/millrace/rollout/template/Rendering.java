package dev.millrace.rollout.template;

import java.util.ArrayList;
import java.util.List;

/// A rendered conversation.
///
/// @param text the whole of it
/// @param generations where the `{% generation %}` blocks stand in it, in their order: what a model
///     is to write itself
public record Rendering(String text, List<Span> generations) {
  public Rendering {
    generations = List.copyOf(generations);
  }

  /// `[start, end)` in Unicode code points.
  public record Span(int start, int end) {}

  /// @param units spans in UTF-16 units
  static Rendering of(String text, List<Span> units) {
    List<Span> spans = new ArrayList<>();
    for (Span span : units) {
      spans.add(new Span(text.codePointCount(0, span.start()), text.codePointCount(0, span.end())));
    }
    return new Rendering(text, spans);
  }
}
