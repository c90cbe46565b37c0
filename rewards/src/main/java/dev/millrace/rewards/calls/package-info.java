/// Function calls, compared as the Berkeley Function-Calling Leaderboard compares them.
@NullMarked
package dev.millrace.rewards.calls;

import org.jspecify.annotations.NullMarked;
