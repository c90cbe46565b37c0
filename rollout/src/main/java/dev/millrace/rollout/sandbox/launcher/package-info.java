/// A launcher of our own for processes in namespaces: programs of kernel calls, and the few hundred
/// bytes of machine code that run them.
@NullMarked
package dev.millrace.rollout.sandbox.launcher;

import org.jspecify.annotations.NullMarked;
