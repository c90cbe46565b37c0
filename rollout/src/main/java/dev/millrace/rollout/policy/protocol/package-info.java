/// What engines have in common on the wire: a call out, chunks in.
@NullMarked
package dev.millrace.rollout.policy.protocol;

import org.jspecify.annotations.NullMarked;
