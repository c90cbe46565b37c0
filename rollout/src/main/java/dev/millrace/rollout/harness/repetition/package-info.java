/// Tells when an agent goes round in circles or stands still.
@NullMarked
package dev.millrace.rollout.harness.repetition;

import org.jspecify.annotations.NullMarked;
