@NullMarked
package dev.millrace.orchestrator;

import org.jspecify.annotations.NullMarked;
