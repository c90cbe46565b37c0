/// How model families write tool calls and reasoning, and how it is read back.
@NullMarked
package dev.millrace.rollout.markup;

import org.jspecify.annotations.NullMarked;
