/// Whole runs in processes of their own, disturbed in every way a run must bear.
@NullMarked
package dev.millrace.orchestrator.processes;

import org.jspecify.annotations.NullMarked;
