/// Question and answer tasks, one JSON row each.
@NullMarked
package dev.millrace.rollout.task.rows;

import org.jspecify.annotations.NullMarked;
