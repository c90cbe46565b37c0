/// The policy over running engines: replicas, deadlines, retries, and what is known of them.
@NullMarked
package dev.millrace.rollout.policy.engine;

import org.jspecify.annotations.NullMarked;
