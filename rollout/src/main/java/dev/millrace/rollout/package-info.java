@NullMarked
package dev.millrace.rollout;

import org.jspecify.annotations.NullMarked;
