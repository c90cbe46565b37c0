/// Everything below a directory that is a task, in whichever form.
@NullMarked
package dev.millrace.rollout.task.disk;

import org.jspecify.annotations.NullMarked;
