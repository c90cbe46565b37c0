/// The tools an agent has: what they take, what they do in the sandbox, what the agent reads.
@NullMarked
package dev.millrace.rollout.harness.tools;

import org.jspecify.annotations.NullMarked;
