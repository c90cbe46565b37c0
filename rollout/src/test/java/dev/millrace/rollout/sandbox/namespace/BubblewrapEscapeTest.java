package dev.millrace.rollout.sandbox.namespace;

final class BubblewrapEscapeTest extends NamespaceEscapeContract {
  BubblewrapEscapeTest() {
    super(Mechanism.BUBBLEWRAP);
  }
}
