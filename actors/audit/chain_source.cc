// actors/audit/chain_source.cc: a sealer that only opens.
#include "actors/audit/chain_source.h"

#include <cstdlib>

namespace audit {
namespace {
class NoRandom final : public ::Random {
 public:
  void fill(std::span<std::byte>) override { std::abort(); }
};
}  // namespace

std::unique_ptr<::Random> no_random() { return std::make_unique<NoRandom>(); }

StoredChain::StoredChain(store::Owner owner, const store::View& view,
                         std::shared_ptr<const seal::WrappingKey> store_key)
    : random_(no_random()),
      sealer_(std::move(store_key), *random_, owner),
      links_(owner, view, sealer_) {}

StoredChain::~StoredChain() = default;
}  // namespace audit
