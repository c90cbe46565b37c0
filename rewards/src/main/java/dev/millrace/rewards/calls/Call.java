package dev.millrace.rewards.calls;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// A call that was made.
///
/// @param name as written, dots included
/// @param arguments by name
/// @param positional how many arguments were given without a name
record Call(String name, Map<String, Value> arguments, int positional) {
  Call {
    arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
  }
}
