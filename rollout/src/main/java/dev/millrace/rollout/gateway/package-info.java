/// An HTTP endpoint for agents that we did not write: it speaks their dialects, samples the
/// episode's policy and keeps the record.
@NullMarked
package dev.millrace.rollout.gateway;

import org.jspecify.annotations.NullMarked;
