package dev.millrace.rollout.sandbox.namespace;

import java.util.List;
import java.util.Map;

/// A sandbox's way into the network.
interface Outlet extends AutoCloseable {
  /// Of sandboxes that have none: each of their commands has a network namespace of its own.
  Outlet NONE =
      new Outlet() {
        @Override
        public List<String> entering() {
          return List.of();
        }

        @Override
        public Map<String, String> facts() {
          return Map.of();
        }

        @Override
        public void close() {}
      };

  /// What a process is started through, so that it is in the network namespace; empty for none.
  List<String> entering();

  /// What was listed, and what went through.
  Map<String, String> facts();

  /// Ends every connection. Idempotent.
  @Override
  void close();
}
