/// How far each state on the way was from done.
@NullMarked
package dev.millrace.rewards.progress;

import org.jspecify.annotations.NullMarked;
