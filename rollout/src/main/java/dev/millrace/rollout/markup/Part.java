package dev.millrace.rollout.markup;

import org.jspecify.annotations.Nullable;

/// A part of a turn, as a state of its reader.
interface Part {
  /// Reads on. Once the text is over it reads all there is.
  ///
  /// @return who goes on, or null when more text is needed
  @Nullable Part read(Cursor in, TurnBuilder out);
}
