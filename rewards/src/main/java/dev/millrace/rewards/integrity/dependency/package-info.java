/// Names of packages: those that exist, and those that are nearly like one that does.
@NullMarked
package dev.millrace.rewards.integrity.dependency;

import org.jspecify.annotations.NullMarked;
