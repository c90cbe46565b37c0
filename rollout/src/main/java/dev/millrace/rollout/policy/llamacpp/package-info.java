/// llama.cpp's completion route.
@NullMarked
package dev.millrace.rollout.policy.llamacpp;

import org.jspecify.annotations.NullMarked;
