/// The command line.
@NullMarked
package dev.millrace.orchestrator.cli;

import org.jspecify.annotations.NullMarked;
