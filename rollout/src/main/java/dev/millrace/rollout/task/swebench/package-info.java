/// Rows of the SWE-bench family, made into task directories.
@NullMarked
package dev.millrace.rollout.task.swebench;

import org.jspecify.annotations.NullMarked;
