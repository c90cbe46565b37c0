/// What this machine can and cannot do for a run.
@NullMarked
package dev.millrace.orchestrator.doctor;

import org.jspecify.annotations.NullMarked;
