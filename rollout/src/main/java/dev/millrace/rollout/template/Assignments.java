package dev.millrace.rollout.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What `set` and loops assign to.
final class Assignments {
  private Assignments() {}

  interface Assignment {
    void set(Frame frame, @Nullable Object value);
  }

  static Assignment to(Node.Target target, Scope scope) {
    return switch (target) {
      case Node.Target.Variable(String name, _) -> {
        int slot = scope.declare(name);
        yield (frame, value) -> frame.slots[slot] = value;
      }
      case Node.Target.Attribute(String namespace, String name, Position at) -> {
        Value of = Variables.read(namespace, scope);
        yield (frame, value) -> {
          if (!(of.in(frame) instanceof Namespace found)) {
            throw at.error("\"" + namespace + "\" is no namespace, so nothing of it can be set");
          }
          found.set(name, value);
        };
      }
      case Node.Target.Several(List<Node.Target> targets, Position at) -> {
        Assignment[] parts =
            targets.stream().map(part -> to(part, scope)).toArray(Assignment[]::new);
        yield (frame, value) -> {
          List<? extends @Nullable Object> items = Values.items(value, frame.run, at);
          if (items.size() != parts.length) {
            throw at.error(
                items.size() + " values cannot be taken apart into " + parts.length + " names");
          }
          for (int i = 0; i < parts.length; i++) {
            parts[i].set(frame, items.get(i));
          }
        };
      }
    };
  }
}
