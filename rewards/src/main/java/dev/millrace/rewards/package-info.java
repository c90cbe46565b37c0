/// What a trajectory was worth: verifiers and how their parts add up.
@NullMarked
package dev.millrace.rewards;

import org.jspecify.annotations.NullMarked;
