/// What to run next: a state machine over lease events, without clocks or I/O.
@NullMarked
package dev.millrace.orchestrator.schedule;

import org.jspecify.annotations.NullMarked;
