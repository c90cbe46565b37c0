/// Readers of test logs, by name.
@NullMarked
package dev.millrace.rewards.logs;

import org.jspecify.annotations.NullMarked;
