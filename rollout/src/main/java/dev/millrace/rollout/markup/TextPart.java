package dev.millrace.rollout.markup;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Text beside calls, up to a marker.
final class TextPart implements Part {
  private final Map<String, Supplier<Part>> parts = new LinkedHashMap<>();
  private List<String> markers = List.of();

  /// @param part what reads on behind the marker
  TextPart on(String marker, Supplier<Part> part) {
    parts.put(marker, part);
    markers = List.copyOf(parts.keySet());
    return this;
  }

  /// A marker that is no part of the text.
  TextPart without(String marker) {
    return on(marker, () -> this);
  }

  @Override
  public @Nullable Part read(Cursor in, TurnBuilder out) {
    Cursor.Found found = in.find(markers, 0);
    if (found.at() > 0) {
      out.content(in.take(found.at()));
    }
    Supplier<Part> next = parts.get(found.marker());
    if (next == null) {
      return null;
    }
    in.skip(found.marker().length());
    return next.get();
  }
}
