package dev.millrace.rollout.template;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Macros, and the bodies of call blocks.
final class Macros {
  private Macros() {}

  /// A parameter, where its value goes, and what it is when it is not given.
  record Slot(String name, int slot, Value otherwise) {}

  /// What is known when it is compiled.
  record Shape(
      String name,
      List<Slot> parameters,
      int more,
      int named,
      int caller,
      Scope.Call scope,
      Step body) {}

  /// A macro where it was defined.
  record Macro(Shape shape, Frame around) implements Function {
    @Override
    public @Nullable Object call(Arguments arguments) {
      Run run = arguments.run();
      Frame frame = new Frame(run, around, shape.scope().size());
      bind(frame, arguments);
      run.enter(arguments.at());
      String text = run.capture(() -> shape.body().run(frame));
      run.leave();
      return text;
    }

    private void bind(Frame frame, Arguments arguments) {
      List<Slot> parameters = shape.parameters();
      Map<String, @Nullable Object> named = new LinkedHashMap<>(arguments.named());
      frame.slots[shape.caller()] =
          named.containsKey("caller") ? named.remove("caller") : new Undefined("caller");
      for (int i = 0; i < parameters.size(); i++) {
        Slot parameter = parameters.get(i);
        Object value;
        if (i < arguments.size()) {
          value = arguments.positional().get(i);
        } else if (named.containsKey(parameter.name())) {
          value = named.remove(parameter.name());
        } else {
          value = parameter.otherwise().in(frame);
        }
        frame.slots[parameter.slot()] = value;
      }
      int given = Math.min(arguments.size(), parameters.size());
      frame.slots[shape.more()] =
          Tuple.copyOf(arguments.positional().subList(given, arguments.size()));
      frame.slots[shape.named()] = named;
    }
  }
}
