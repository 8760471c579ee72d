// tests/fakes/recorded.h: hosts whose trail is on, and what it recorded.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "actors/audit/audit_chain.h"
#include "actors/audit/audit_verify.h"
#include "store/workspace.h"
#include "tests/fakes/held_journal.h"
#include "tests/fakes/seeded_random.h"

class Recorded {
 public:
  explicit Recorded(HeldJournal& journal) : journal_(journal) {}
  Recorded(HeldJournal& journal, std::shared_ptr<const seal::WrappingKey> key)
      : journal_(journal), key_(std::move(key)) {}

  std::shared_ptr<seal::Sealer> sealer(store::Owner owner) {
    return std::make_shared<seal::Sealer>(key_, random_, owner);
  }
  /// A host with the owner's one sealer and a trail that records everything but `off`.
  partition::Host host(store::Owner owner, audit::OperationSet off = {}) {
    auto host = journal_.host(owner);
    host.sealer = sealer(owner);
    host.trail = audit::Trail{host.sealer, owner, {off, "test-host"}};
    return host;
  }

  /// The durable records of `owner`, oldest first: "event name|who|id|outcome" each.
  std::vector<std::string> events(store::Owner owner) {
    std::vector<std::string> found;
    store::Workspace keys{owner, journal_.store()};
    const auto opener = sealer(owner);
    (void)journal_.store().scan(
        owner, audit::link_prefix, {}, [&](std::string_view key, std::string_view value) {
          const auto link = audit::decode_link(key, value).value();
          const std::string aad = audit::link_aad(link.sequence);
          found.push_back(event_in(opener->open(keys, {aad}, link.sealed).value()));
          return true;
        });
    return found;
  }
  audit::Verdict verify(store::Owner owner) {
    return audit::verify(owner, journal_.store(), *sealer(owner), "/nowhere");
  }

 private:
  static std::string member(const std::string& text, const std::string& name) {
    const std::string front = "\"" + name + "\":\"";
    const size_t at = text.find(front);
    if (at == std::string::npos) return "";
    const size_t from = at + front.size();
    return text.substr(from, text.find('"', from) - from);
  }
  static std::string event_in(const std::string& text) {
    return member(text, "eventName") + "|" + member(text, "sessionUserId") + "|" +
           member(text, "id") + "|" + member(text, "description");
  }

  HeldJournal& journal_;
  SeededRandom random_{77};
  std::shared_ptr<const seal::WrappingKey> key_ =
      std::make_shared<const seal::MasterKey>(seal::MasterKey::generate(random_));
};
