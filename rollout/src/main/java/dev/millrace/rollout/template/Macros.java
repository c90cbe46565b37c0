package dev.millrace.rollout.template;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Macros, and the bodies of call blocks.
final class Macros {
  /// A frame and a text of its own take longer than other steps.
  private static final int CALL_STEPS = 4;

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
      Step body,
      Nesting.Weight weight) {}

  /// A macro where it was defined.
  record Macro(Shape shape, Frame around) implements Function {
    @Override
    public @Nullable Object call(Arguments arguments) {
      Run run = arguments.run();
      run.step(CALL_STEPS + shape.weight().steps(), arguments.at());
      run.list(shape.scope().size(), arguments.at());
      run.enter(shape.weight().depth(), arguments.at());
      Frame frame = new Frame(run, around, shape.scope().size());
      bind(frame, arguments);
      String text = run.capture(() -> shape.body().run(frame));
      run.leave(shape.weight().depth());
      return text;
    }

    private void bind(Frame frame, Arguments arguments) {
      List<Slot> parameters = shape.parameters();
      Map<String, @Nullable Object> named = new LinkedHashMap<>(arguments.named());
      boolean hasCaller = shape.scope().uses("caller") && named.containsKey("caller");
      frame.slots[shape.caller()] = hasCaller ? named.remove("caller") : new Undefined("caller");
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
      if (given < arguments.size() && !shape.scope().uses("varargs")) {
        throw refusal("takes not more than " + parameters.size() + " arguments", arguments);
      }
      if (!named.isEmpty() && !shape.scope().uses("kwargs")) {
        throw refusal("takes no argument \"" + named.keySet().iterator().next() + "\"", arguments);
      }
      frame.slots[shape.more()] =
          Tuple.copyOf(arguments.positional().subList(given, arguments.size()));
      frame.slots[shape.named()] = named;
    }

    private TemplateException refusal(String what, Arguments arguments) {
      return arguments.at().error("macro \"" + shape.name() + "\" " + what);
    }
  }
}
