/// Puts a run together: from a configuration to roles at work.
@NullMarked
package dev.millrace.orchestrator.run;

import org.jspecify.annotations.NullMarked;
