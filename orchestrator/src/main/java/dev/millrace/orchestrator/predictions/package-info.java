/// Predictions in SWE-bench's form: scored, and written from the episodes of a lake.
@NullMarked
package dev.millrace.orchestrator.predictions;

import org.jspecify.annotations.NullMarked;
