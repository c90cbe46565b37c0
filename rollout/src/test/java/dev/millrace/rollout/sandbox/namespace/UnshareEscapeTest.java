package dev.millrace.rollout.sandbox.namespace;

final class UnshareEscapeTest extends NamespaceEscapeContract {
  UnshareEscapeTest() {
    super(Mechanism.UNSHARE);
  }
}
