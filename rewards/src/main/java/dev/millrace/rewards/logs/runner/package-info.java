/// Readers of what test runners print and write, one a runner.
@NullMarked
package dev.millrace.rewards.logs.runner;

import org.jspecify.annotations.NullMarked;
