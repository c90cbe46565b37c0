package dev.millrace.rollout.gateway.http;

import java.text.MessageFormat;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends what the web server logs by [System.Logger] where all of this program logs. Found by the
/// JDK, for the whole process. What such libraries call information is detail to us.
public final class SystemLoggers extends System.LoggerFinder {
  @Override
  public System.Logger getLogger(String name, Module module) {
    return new Routed(LoggerFactory.getLogger(name));
  }

  private record Routed(Logger log) implements System.Logger {
    @Override
    public String getName() {
      return log.getName();
    }

    @Override
    public boolean isLoggable(Level level) {
      return level != Level.OFF && log.isEnabledForLevel(ours(level));
    }

    private static org.slf4j.event.Level ours(Level level) {
      return switch (level) {
        case ALL, TRACE -> org.slf4j.event.Level.TRACE;
        case DEBUG, INFO -> org.slf4j.event.Level.DEBUG;
        case WARNING -> org.slf4j.event.Level.WARN;
        case ERROR, OFF -> org.slf4j.event.Level.ERROR;
      };
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String message,
        @Nullable Throwable thrown) {
      if (isLoggable(level)) {
        log.atLevel(ours(level)).setCause(thrown).log(message);
      }
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String format,
        @Nullable Object @Nullable ... parameters) {
      if (isLoggable(level)) {
        boolean isPlain = format == null || parameters == null || parameters.length == 0;
        log.atLevel(ours(level)).log(isPlain ? format : MessageFormat.format(format, parameters));
      }
    }
  }
}
