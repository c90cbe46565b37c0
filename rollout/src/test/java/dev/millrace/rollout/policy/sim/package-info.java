/// A server that speaks the engines' wire formats and says what a script says.
@NullMarked
package dev.millrace.rollout.policy.sim;

import org.jspecify.annotations.NullMarked;
