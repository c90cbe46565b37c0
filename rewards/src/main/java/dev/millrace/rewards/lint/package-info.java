/// Proving that tasks are sound before anything is trained on them.
@NullMarked
package dev.millrace.rewards.lint;

import org.jspecify.annotations.NullMarked;
