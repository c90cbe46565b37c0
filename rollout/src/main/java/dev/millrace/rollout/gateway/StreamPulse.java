package dev.millrace.rollout.gateway;

import dev.millrace.rollout.gateway.dialect.AnswerWriter;
import java.time.Duration;
import java.util.function.LongSupplier;

/// When a stream that has nothing to say has to show that it lives. Comments keep connections open;
/// the limits of many agents count data alone. For one thread.
final class StreamPulse {
  private final long betweenSigns;
  private final long betweenData;
  private final LongSupplier ticker;
  private long sign;
  private long data;

  /// @param ticker nanoseconds that never go back
  StreamPulse(GatewaySettings settings, LongSupplier ticker) {
    this.betweenSigns = settings.keepAlive().toNanos();
    this.betweenData = settings.pulse().toNanos();
    this.ticker = ticker;
    this.data = ticker.getAsLong();
    this.sign = data;
  }

  /// How long it may say nothing from now on.
  Duration left() {
    long now = ticker.getAsLong();
    long left = Math.min(sign + betweenSigns - now, data + betweenData - now);
    return Duration.ofNanos(Math.max(0, left));
  }

  /// What to write, given what there is to say: if that is nothing, what shows life, if anything.
  String after(String said, AnswerWriter writer) {
    long now = ticker.getAsLong();
    boolean isSilent = said.isEmpty() && now - data < betweenData;
    if (isSilent && now - sign < betweenSigns) {
      return "";
    }
    sign = now;
    if (isSilent) {
      return writer.keepAlive();
    }
    data = now;
    return said.isEmpty() ? writer.pulse() : said;
  }
}
