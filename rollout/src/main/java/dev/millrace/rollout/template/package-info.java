/// Chat templates: the small part of Jinja that they use.
@NullMarked
package dev.millrace.rollout.template;

import org.jspecify.annotations.NullMarked;
