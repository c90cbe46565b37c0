package dev.millrace.rollout.gateway;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The open sessions, by their secrets. These are looked up by their digests, so that the time a
/// look-up takes says nothing of them, and then compared in constant time. Any thread may use it.
final class Sessions {
  private final Map<String, Session> byKey = new ConcurrentHashMap<>();
  private final Map<String, Session> byPath = new ConcurrentHashMap<>();

  void add(Session session) {
    byKey.put(digest(session.key()), session);
    byPath.put(digest(session.path()), session);
  }

  void remove(String path) {
    Session session = byPath.remove(digest(path));
    if (session != null) {
      byKey.remove(digest(session.key()));
    }
  }

  @Nullable Session ofKey(String key) {
    Session session = byKey.get(digest(key));
    return session != null && same(session.key(), key) ? session : null;
  }

  @Nullable Session ofPath(String path) {
    Session session = byPath.get(digest(path));
    return session != null && same(session.path(), path) ? session : null;
  }

  Collection<Session> all() {
    return byPath.values();
  }

  private static boolean same(String ours, String theirs) {
    return MessageDigest.isEqual(
        ours.getBytes(StandardCharsets.UTF_8), theirs.getBytes(StandardCharsets.UTF_8));
  }

  private static String digest(String secret) {
    return HexFormat.of().formatHex(sha256().digest(secret.getBytes(StandardCharsets.UTF_8)));
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
