/// Agents that try to be paid for work they did not do, and what comes of it.
@NullMarked
package dev.millrace.rewards.attacks;

import org.jspecify.annotations.NullMarked;
