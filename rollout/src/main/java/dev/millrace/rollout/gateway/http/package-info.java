/// HTTP over TCP and unix sockets; the one place that sees the web server.
@NullMarked
package dev.millrace.rollout.gateway.http;

import org.jspecify.annotations.NullMarked;
