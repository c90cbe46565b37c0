/// Judging the state that a stateful service left behind.
@NullMarked
package dev.millrace.rewards.state;

import org.jspecify.annotations.NullMarked;
