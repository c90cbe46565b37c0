package dev.millrace.rollout.sandbox.namespace;

final class DirectEscapeTest extends NamespaceEscapeContract {
  DirectEscapeTest() {
    super(Mechanism.DIRECT);
  }
}
