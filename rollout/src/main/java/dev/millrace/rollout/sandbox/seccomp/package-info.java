/// Which calls of the kernel a sandbox's programs are refused, as a program that the kernel runs.
@NullMarked
package dev.millrace.rollout.sandbox.seccomp;

import org.jspecify.annotations.NullMarked;
