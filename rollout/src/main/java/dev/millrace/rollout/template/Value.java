package dev.millrace.rollout.template;

import org.jspecify.annotations.Nullable;

/// A compiled expression.
interface Value {
  @Nullable Object in(Frame frame);
}
