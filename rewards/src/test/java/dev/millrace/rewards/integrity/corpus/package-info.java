/// The labelled corpus of misbehaviour, and how well it is found.
@NullMarked
package dev.millrace.rewards.integrity.corpus;

import org.jspecify.annotations.NullMarked;
