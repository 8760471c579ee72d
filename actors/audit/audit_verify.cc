// actors/audit/audit_verify.cc: one scan over the links.
#include "actors/audit/audit_verify.h"

#include "actors/audit/audit_chain.h"
#include "store/workspace.h"

namespace audit {
namespace {
/// The walk so far.
class Walk {
 public:
  Walk(store::Owner owner, const store::View& view, seal::Sealer& sealer)
      : owner_(owner), keys_(owner, view), sealer_(sealer) {}

  /// False at the first link that is not what must follow.
  bool step(std::string_view key, std::string_view value) {
    const uint64_t expected = last_.sequence + 1;
    const auto link = decode_link(key, value);
    if (!link) return stop("a record that cannot be read");
    if (link->sequence != expected) return stop("a record is missing or out of its place");
    const std::string aad = link_aad(link->sequence);
    const auto text = sealer_.open(keys_, {aad}, link->sealed);
    if (!text.ok()) return stop("a record that does not open");
    if (hash_after(last_, owner_, link->logged, text.value()) != link->hash)
      return stop("a record whose hash is not that of its content and of the one before");
    last_ = {link->sequence, link->hash};
    return true;
  }
  /// The first break stands.
  bool stop(std::string what) {
    if (!broken_) broken_ = Break{last_.sequence + 1, std::move(what)};
    return false;
  }
  /// After the last link.
  void check_head(const store::Read<std::optional<std::string>>& stored) {
    if (broken_) return;
    if (!stored.ok()) return static_cast<void>(stop("the store could not be read"));
    const auto head = stored.value() ? opened(*stored.value()) : Head{};
    if (!head) return static_cast<void>(stop("the head cannot be read"));
    if (*head != last_) stop("the head names another end");
  }
  Verdict verdict() && { return {last_.sequence, std::move(broken_)}; }

 private:
  std::optional<Head> opened(std::string_view sealed) {
    const auto head = sealer_.open(keys_, {head_aad}, sealed);
    return head.ok() ? decode_head(head.value()) : std::nullopt;
  }

  store::Owner owner_;
  store::Workspace keys_;
  seal::Sealer& sealer_;
  Head last_;
  std::optional<Break> broken_;
};
}  // namespace

Verdict verify(store::Owner owner, const store::View& view, seal::Sealer& sealer) {
  Walk walk{owner, view, sealer};
  const auto scanned = view.scan(
      owner, link_prefix, {},
      [&](std::string_view key, std::string_view value) { return walk.step(key, value); });
  if (!scanned.ok()) walk.stop("the store could not be read");
  walk.check_head(view.get(owner, head_key));
  return std::move(walk).verdict();
}
}  // namespace audit
