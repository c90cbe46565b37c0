package dev.millrace.rollout.template;

/// The value of what is not there. It may be asked about (`is defined`, a condition); anything else
/// done with it is an error that names it.
record Undefined(String what) {}
