/// How a run is shown to people: what a terminal can do, and how figures are written.
@NullMarked
package dev.millrace.orchestrator.dashboard;

import org.jspecify.annotations.NullMarked;
