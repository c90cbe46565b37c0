/// Chat completions, for engines that speak nothing better.
@NullMarked
package dev.millrace.rollout.policy.chat;

import org.jspecify.annotations.NullMarked;
