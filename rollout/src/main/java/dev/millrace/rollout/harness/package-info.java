/// Harnesses: what drives an episode from its first prompt to its outcome.
@NullMarked
package dev.millrace.rollout.harness;

import org.jspecify.annotations.NullMarked;
