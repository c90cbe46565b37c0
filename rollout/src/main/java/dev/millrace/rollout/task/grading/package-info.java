/// How the tests of a row of the SWE-bench family are judged, with every choice named.
@NullMarked
package dev.millrace.rollout.task.grading;

import org.jspecify.annotations.NullMarked;
