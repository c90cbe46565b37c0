package dev.millrace.datasets.build;

import java.util.List;

/// What a data card says beside the columns.
///
/// @param summary one paragraph: what a row is and how it was made
/// @param conventions what a reader must know: masks, shifts, stand-ins
public record SetCard(String title, String summary, List<String> conventions) {
  public SetCard {
    conventions = List.copyOf(conventions);
  }
}
