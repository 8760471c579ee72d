// actors/signature/raw_sign.cc: bytes in, text out, and the one kind of bytes that is refused.
#include "actors/signature/raw_sign.h"

#include <optional>

#include "actors/base/text.h"
#include "actors/signature/jws_sign.h"
#include "crypto/base58.h"
#include "crypto/base64.h"

namespace signature {
namespace {
constexpr unsigned char tag_integer = 0x02;
constexpr unsigned char tag_sequence = 0x30;
constexpr unsigned char tag_version = 0xa0;

/// One DER element at the front of `bytes`, which then begins after it.
struct Element {
  unsigned char tag;
  std::string_view content;
};
std::optional<Element> take_element(std::string_view& bytes) {
  constexpr size_t long_form = 0x80;
  constexpr size_t length_bytes_max = 4;
  if (bytes.size() < 2) return std::nullopt;
  const auto tag = static_cast<unsigned char>(bytes[0]);
  size_t length = static_cast<unsigned char>(bytes[1]);
  size_t head = 2;
  if (length >= long_form) {
    const size_t length_bytes = length - long_form;
    if (length_bytes == 0 || length_bytes > length_bytes_max) return std::nullopt;
    if (bytes.size() < head + length_bytes) return std::nullopt;
    length = 0;
    for (size_t i = 0; i < length_bytes; ++i) {
      length = length << 8 | static_cast<unsigned char>(bytes[head + i]);
    }
    head += length_bytes;
  }
  if (bytes.size() - head < length) return std::nullopt;
  const Element element{tag, bytes.substr(head, length)};
  bytes.remove_prefix(head + length);
  return element;
}
}  // namespace

bool begins_as_certificate(std::string_view data) {
  const auto whole = take_element(data);
  if (!whole || whole->tag != tag_sequence || !data.empty()) return false;
  std::string_view members = whole->content;
  auto member = take_element(members);
  if (member && member->tag == tag_version) member = take_element(members);
  if (member && member->tag == tag_integer) member = take_element(members);
  if (!member || member->tag != tag_sequence) return false;
  // The algorithm is a sequence of an object identifier and more; the issuer, a sequence, follows.
  constexpr unsigned char tag_identifier = 0x06;
  const auto identifier = take_element(member->content);
  const auto issuer = take_element(members);
  return identifier && identifier->tag == tag_identifier && issuer && issuer->tag == tag_sequence;
}

Result<SignatureFormat> format_of(std::string_view name) {
  if (text::is_blank(name) || name == "base58btc") return SignatureFormat::base58btc;
  if (name == "base64url") return SignatureFormat::base64url;
  return Errc::key_format_unsupported;
}

Result<std::string> sign_raw(const RawWish& wish, const crypto::PrivateKey& key,
                             std::string_view data) {
  if (begins_as_certificate(data)) return Errc::jws_sign_failed;
  if (key.public_key().kind() != crypto::kind_of(wish.algorithm)) return Errc::jws_sign_failed;
  const auto signature = key.sign(crypto::scheme_of(wish.algorithm), data);
  if (!signature.ok()) return fault_of_signing(signature.error());
  if (wish.format == SignatureFormat::base64url) return crypto::base64url_encode(signature.value());
  return crypto::multibase_base58btc(signature.value());
}
}  // namespace signature
