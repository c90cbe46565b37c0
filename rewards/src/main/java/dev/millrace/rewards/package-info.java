@NullMarked
package dev.millrace.rewards;

import org.jspecify.annotations.NullMarked;
