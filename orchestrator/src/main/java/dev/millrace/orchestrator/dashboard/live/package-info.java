/// The live view of a running run.
@NullMarked
package dev.millrace.orchestrator.dashboard.live;

import org.jspecify.annotations.NullMarked;
