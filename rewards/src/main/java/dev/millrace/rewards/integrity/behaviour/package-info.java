/// Finds agents that go round in circles.
@NullMarked
package dev.millrace.rewards.integrity.behaviour;

import org.jspecify.annotations.NullMarked;
