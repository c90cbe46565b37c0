package dev.millrace.rollout.trajectory;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// What holds for a component in records that were stored before it existed. It has to be true of
/// them.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Default {
  /// The value as JSON: `null`, a constant's name in quotes, or an object of a record's components.
  String value();
}
