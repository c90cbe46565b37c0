/// Tasks whose answer is one or more function calls.
@NullMarked
package dev.millrace.rollout.task.calls;

import org.jspecify.annotations.NullMarked;
