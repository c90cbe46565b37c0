/// The record of an episode: nouns only, no I/O, nothing but the JDK.
@NullMarked
package dev.millrace.rollout.trajectory;

import org.jspecify.annotations.NullMarked;
