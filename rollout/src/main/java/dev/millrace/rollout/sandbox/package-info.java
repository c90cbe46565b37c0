/// Sandboxes: where an episode's commands run, and how its end state is captured.
@NullMarked
package dev.millrace.rollout.sandbox;

import org.jspecify.annotations.NullMarked;
