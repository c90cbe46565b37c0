package dev.millrace.rollout.template;

import org.jspecify.annotations.Nullable;

/// What a name, an attribute or an item is that is not there. Templates ask for such things all the
/// time, so what it is called is put together only when someone wants to know.
final class Undefined {
  private final String name;
  private final @Nullable String owner;

  Undefined(String what) {
    this.name = what;
    this.owner = null;
  }

  private Undefined(String name, String owner) {
    this.name = name;
    this.owner = owner;
  }

  static Undefined attribute(String name, @Nullable Object of) {
    return new Undefined(name, Values.kind(of));
  }

  /// As for Jinja: what is not there is the same, whatever it is called.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Undefined;
  }

  @Override
  public int hashCode() {
    return 1;
  }

  String what() {
    return owner == null ? name : "\"" + name + "\" of " + owner;
  }
}
