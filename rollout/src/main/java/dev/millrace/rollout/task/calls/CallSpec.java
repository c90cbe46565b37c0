package dev.millrace.rollout.task.calls;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Which calls a task asks for.
///
/// @param functions what may be called
/// @param demand what of it should be
public record CallSpec(List<Function> functions, Demand demand) {
  public CallSpec {
    functions = List.copyOf(functions);
  }

  /// A function that may be called.
  ///
  /// @param name as the task names it, dots included
  /// @param parameters by name, in the order declared
  /// @param required the names that every call has
  public record Function(String name, List<Parameter> parameters, List<String> required) {
    public Function {
      parameters = List.copyOf(parameters);
      required = List.copyOf(required);
    }

    /// The name that tool protocols accept, which have no dots in names.
    public String toolName() {
      return name.replace('.', '_');
    }
  }

  /// A parameter of a function.
  ///
  /// @param type of its value; of an array or tuple, with the type of the elements
  public record Parameter(String name, ParameterType type) {}

  /// A type as Python has it.
  public sealed interface ParameterType {
    /// A type without elements.
    enum Plain implements ParameterType {
      STRING,
      INTEGER,
      FLOAT,
      BOOLEAN,
      DICT,
      LIST
    }

    /// A list; a tuple may stand for one where the task says tuple.
    ///
    /// @param element the type of the elements; those of dicts and lists are not looked at
    record Array(Plain element, Form form) implements ParameterType {}

    /// Whether the task calls it an array or a tuple.
    enum Form {
      ARRAY,
      TUPLE
    }
  }

  /// What should be called.
  public sealed interface Demand {
    /// These calls and no others, in any order.
    record These(List<Expected> calls) implements Demand {
      public These {
        calls = List.copyOf(calls);
      }
    }

    /// Nothing: no function fits what is asked.
    record Nothing() implements Demand {}

    /// Anything at all.
    record Anything() implements Demand {}
  }

  /// A call that is asked for.
  ///
  /// @param function its name, as in [CallSpec#functions()]
  /// @param allowed by parameter, the values that are right, as JSON; an empty string among them
  ///     says that the parameter may be left out. A parameter that is not named may not be given
  public record Expected(String function, Map<String, List<String>> allowed) {
    public Expected {
      Map<String, List<String>> sorted = new TreeMap<>();
      allowed.forEach((name, values) -> sorted.put(name, List.copyOf(values)));
      allowed = sorted;
    }
  }
}
