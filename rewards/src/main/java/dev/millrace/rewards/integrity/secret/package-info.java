/// Credentials: rules in gitleaks' form, what they find, and its redaction.
@NullMarked
package dev.millrace.rewards.integrity.secret;

import org.jspecify.annotations.NullMarked;
