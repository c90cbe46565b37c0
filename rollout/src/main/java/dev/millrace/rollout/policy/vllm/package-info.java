/// vLLM's token-in-token-out route.
@NullMarked
package dev.millrace.rollout.policy.vllm;

import org.jspecify.annotations.NullMarked;
