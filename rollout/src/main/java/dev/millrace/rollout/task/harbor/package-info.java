/// Harbor task directories: reading, checking and naming what is wrong with them.
@NullMarked
package dev.millrace.rollout.task.harbor;

import org.jspecify.annotations.NullMarked;
