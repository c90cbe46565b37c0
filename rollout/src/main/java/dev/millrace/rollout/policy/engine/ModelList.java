package dev.millrace.rollout.policy.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.rollout.policy.protocol.EngineTrouble;
import dev.millrace.rollout.policy.protocol.EngineTrouble.Kind;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a server lists at `/v1/models`.
final class ModelList {
  private final URI url;
  private final List<Card> cards = new ArrayList<>();

  /// @param root what is loaded: several names of one model have the same one
  private record Card(Identity.Model model, String name, String root) {}

  ModelList(URI url, JsonNode page) {
    this.url = url;
    for (JsonNode card : page.path("data")) {
      if (card.path("id").isTextual()) {
        cards.add(card(card, card.get("id").asText()));
      }
    }
  }

  private static Card card(JsonNode card, String name) {
    Identity.Model model =
        new Identity.Model(
            name,
            Identify.count(card.path("max_model_len")),
            Identify.count(card.path("meta").path("n_vocab")));
    return new Card(model, name, card.path("root").asText(name));
  }

  /// The one to ask.
  ///
  /// @param wanted its name, or null for the only one there is
  /// @return null where nothing is listed
  /// @throws EngineTrouble when it is not there, or it takes a name to say which is meant
  Identity.@Nullable Model choose(@Nullable String wanted) throws EngineTrouble {
    if (cards.isEmpty()) {
      return null;
    }
    if (wanted != null) {
      for (Card card : cards) {
        if (card.name().equals(wanted)) {
          return card.model();
        }
      }
      throw new EngineTrouble(
          Kind.REFUSED, url + " serves " + names() + ", not " + wanted + "; change policy.model");
    }
    if (cards.stream().map(Card::root).distinct().count() > 1) {
      throw new EngineTrouble(
          Kind.REFUSED,
          url
              + " serves several models: "
              + names()
              + "; say which one (policy.model, or --model of engines check)");
    }
    return cards.getFirst().model();
  }

  private String names() {
    return String.join(", ", cards.stream().map(Card::name).toList());
  }
}
