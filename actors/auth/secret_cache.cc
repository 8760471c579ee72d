// actors/auth/secret_cache.cc: one entry per client, the oldest makes room.
#include "actors/auth/secret_cache.h"

#include <algorithm>

#include "actors/auth/record_codec.h"
#include "crypto/compare.h"

namespace auth {
crypto::Sha256 SecretCache::mac_of(const PresentedSecret& presented) const {
  // Room for all of it: the secret is wiped below.
  RecordWriter message(1, presented.client_key.size() + presented.secret.size() +
                              presented.phc.size() +
                              64);  // lengths in front: no two different pairs make one message
  message.text(presented.client_key);
  message.text(presented.secret);
  message.text(presented.phc);
  const auto mac = crypto::hmac_sha256(key_.view(), message.bytes());
  message.wipe();
  return mac;
}

bool SecretCache::knows(const PresentedSecret& presented, int64_t now) const {
  const auto entry = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& e) {
    return e.client_key == presented.client_key;
  });
  if (entry == entries_.end() || now >= entry->until) return false;
  const auto mac = mac_of(presented);
  return crypto::equal_constant_time(crypto::view_of(mac), crypto::view_of(entry->mac));
}

void SecretCache::remember(const PresentedSecret& presented, int64_t now) {
  Entry entry{std::string{presented.client_key}, mac_of(presented), now + valid_seconds_};
  const auto same = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& e) {
    return e.client_key == presented.client_key;
  });
  if (same != entries_.end()) {
    *same = std::move(entry);
  } else if (entries_.size() < entries_max) {
    entries_.push_back(std::move(entry));
  } else {
    *std::min_element(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) {
      return a.until < b.until;
    }) = std::move(entry);
  }
}
}  // namespace auth
