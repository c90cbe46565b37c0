/// The policy that plays a recorded trajectory again.
@NullMarked
package dev.millrace.rollout.policy.replay;

import org.jspecify.annotations.NullMarked;
