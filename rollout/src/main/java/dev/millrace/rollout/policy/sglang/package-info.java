/// SGLang's native generate route.
@NullMarked
package dev.millrace.rollout.policy.sglang;

import org.jspecify.annotations.NullMarked;
