/// Reads tar archives that strangers made: image layers, saved images, root file systems.
///
/// The rules are those of the reader that image builders test against: header-only members have no
/// content whatever size they claim, global records are ignored, and names are bytes that must be
/// UTF-8. What a header claims never sets how much memory is taken.
@NullMarked
package dev.millrace.rollout.sandbox.tar;

import org.jspecify.annotations.NullMarked;
