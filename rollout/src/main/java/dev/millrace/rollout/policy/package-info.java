/// Policies: tokens in, tokens out.
@NullMarked
package dev.millrace.rollout.policy;

import org.jspecify.annotations.NullMarked;
