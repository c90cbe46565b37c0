/// Finding edited tests and claims without evidence.
@NullMarked
package dev.millrace.rewards.integrity;

import org.jspecify.annotations.NullMarked;
