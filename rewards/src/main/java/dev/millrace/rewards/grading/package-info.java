/// Grading as the harnesses of the SWE-bench family grade, and running what is graded.
@NullMarked
package dev.millrace.rewards.grading;

import org.jspecify.annotations.NullMarked;
