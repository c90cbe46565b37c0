package dev.millrace.rollout.template;

/// The value of what is not there: false, empty text, nothing to go through. It has no attributes,
/// cannot be called, ordered or added to.
///
/// @param what names it in messages
record Undefined(String what) {}
