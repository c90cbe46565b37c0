package dev.millrace.rewards.calls;

import dev.millrace.rollout.task.calls.CallSpec;
import dev.millrace.rollout.task.calls.CallSpec.Parameter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Whether a call is the one asked for.
final class CallCheck {
  private final CallSpec.Function function;
  private final Map<String, ValueCheck> checks = new HashMap<>();
  private final Set<String> needed;

  /// @throws NoCallException when an allowed value is no JSON
  CallCheck(CallSpec.Function function, CallSpec.Expected expected) throws NoCallException {
    this.function = function;
    this.needed = new TreeSet<>(function.required());
    for (Map.Entry<String, List<String>> allowed : expected.allowed().entrySet()) {
      List<Value> values = JsonCalls.values(allowed.getValue());
      if (!values.contains(new Value.Text(""))) {
        needed.add(allowed.getKey());
      }
      parameter(allowed.getKey())
          .ifPresent(
              found -> checks.put(found.name(), new ValueCheck(new Types(found.type(), values))));
    }
  }

  CallSpec.Function function() {
    return function;
  }

  boolean fits(Call call) {
    return problem(call).isEmpty();
  }

  /// What is wrong with a call, if anything.
  Optional<String> problem(Call call) {
    if (!isNamed(call.name(), function)) {
      return Optional.of(call.name() + " is not " + function.name());
    }
    if (call.positional() > 0) {
      return Optional.of(call.name() + " has arguments without a name");
    }
    Set<String> missing = new TreeSet<>(needed);
    missing.removeAll(call.arguments().keySet());
    if (!missing.isEmpty()) {
      return Optional.of(call.name() + " lacks " + missing);
    }
    return call.arguments().entrySet().stream()
        .map(argument -> problem(argument.getKey(), argument.getValue()))
        .flatMap(Optional::stream)
        .findFirst()
        .map(problem -> call.name() + ": " + problem);
  }

  /// Whether a name is that of a function, with its dots or with underscores for them.
  static boolean isNamed(String name, CallSpec.Function function) {
    return name.equals(function.name()) || name.equals(function.toolName());
  }

  private Optional<String> problem(String name, Value value) {
    ValueCheck check = checks.get(name);
    return check == null
        ? Optional.of("the argument " + name + " may not be given")
        : check.problem(value).map(problem -> "the argument " + name + " " + problem);
  }

  private Optional<Parameter> parameter(String name) {
    return function.parameters().stream().filter(one -> one.name().equals(name)).findFirst();
  }
}
