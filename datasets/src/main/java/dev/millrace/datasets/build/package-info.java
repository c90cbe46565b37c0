/// What training sets are made of: builders that read the lake and write rows.
@NullMarked
package dev.millrace.datasets.build;

import org.jspecify.annotations.NullMarked;
