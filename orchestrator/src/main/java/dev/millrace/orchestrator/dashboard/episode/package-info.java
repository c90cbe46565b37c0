/// One trajectory, written so that a person can read it.
@NullMarked
package dev.millrace.orchestrator.dashboard.episode;

import org.jspecify.annotations.NullMarked;
