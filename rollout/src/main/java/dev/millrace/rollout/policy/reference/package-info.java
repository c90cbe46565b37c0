/// The policy that replays a task's reference solution, with planted faults: gold and its
/// counter-examples without a model.
@NullMarked
package dev.millrace.rollout.policy.reference;

import org.jspecify.annotations.NullMarked;
