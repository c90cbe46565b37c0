package dev.millrace.datasets.lake.table;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Numbers of which some are absent.
///
/// @param values one a place; what stands at an absent place has no meaning
/// @param present whether the place has a value; as long as `values`
public record NullableInts(int[] values, boolean[] present) {
  public NullableInts {
    if (values.length != present.length) {
      throw new IllegalArgumentException(
          values.length + " values with " + present.length + " marks of presence");
    }
    values = values.clone();
    present = present.clone();
    for (int i = 0; i < values.length; i++) {
      values[i] = present[i] ? values[i] : 0;
    }
  }

  @Override
  public int[] values() {
    return values.clone();
  }

  @Override
  public boolean[] present() {
    return present.clone();
  }

  public int length() {
    return values.length;
  }

  boolean isPresent(int at) {
    return present[at];
  }

  int value(int at) {
    return values[at];
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof NullableInts that
        && Arrays.equals(values, that.values)
        && Arrays.equals(present, that.present);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "NullableInts[" + values.length + "]";
  }
}
