// actors/signature/raw_sign.cc: bytes in, text out, and the one kind of bytes that is refused.
#include "actors/signature/raw_sign.h"

#include <algorithm>
#include <optional>

#include "actors/base/text.h"
#include "actors/signature/jws_sign.h"
#include "crypto/base58.h"
#include "crypto/base64.h"

namespace signature {
namespace {
constexpr unsigned char tag_integer = 0x02;
constexpr unsigned char tag_sequence = 0x30;
constexpr unsigned char tag_identifier = 0x06;
constexpr unsigned char tag_version = 0xa0;

/// One element at the front of `bytes`, as a lenient reader of BER takes it (X.690, 8.1).
struct Element {
  unsigned char tag = 0;
  bool is_odd = false;  ///< No DER: its length is indefinite, or written longer than need be.
  std::string_view content;
};
constexpr unsigned long_form = 0x80;

/// Nothing when the length needs more bytes than any memory has. `bytes` begin behind the first
/// byte of the length, and then behind all of it.
std::optional<uint64_t> take_long_length(std::string_view& bytes, unsigned length_bytes) {
  uint64_t length = 0;
  if (bytes.size() < length_bytes) return std::nullopt;
  for (const char byte : bytes.substr(0, length_bytes)) {
    if (length >> 56 != 0) return std::nullopt;
    length = length << 8 | static_cast<unsigned char>(byte);
  }
  bytes.remove_prefix(length_bytes);
  return length;
}
bool is_minimal(uint64_t length, unsigned length_bytes) {
  return length >= long_form && length >> 8 * (length_bytes - 1) != 0;
}

/// Nothing when no reader could find an element there. `bytes` then begin behind it; behind one
/// of indefinite length there is nothing that we look at.
std::optional<Element> take_element(std::string_view& bytes) {
  if (bytes.size() < 2) return std::nullopt;
  Element element{static_cast<unsigned char>(bytes[0]), false, {}};
  // A tag number in bytes of its own: some readers take 3F 10 for 30.
  if (constexpr unsigned char long_tag = 0x1f; (element.tag & long_tag) == long_tag) {
    element.is_odd = true;
    bytes = {};
    return element;
  }
  const auto first = static_cast<unsigned char>(bytes[1]);
  bytes.remove_prefix(2);
  uint64_t length = first;
  if (first == long_form) {
    element.is_odd = true;
    length = bytes.size();
  } else if (first > long_form) {
    const unsigned length_bytes = first - long_form;
    const auto found = take_long_length(bytes, length_bytes);
    if (!found) return std::nullopt;
    length = *found;
    // More bytes than eight are odd in any case: those in front are zeros.
    element.is_odd = length_bytes > sizeof length || !is_minimal(length, length_bytes);
  }
  if (bytes.size() < length) return std::nullopt;
  element.content = bytes.substr(0, length);
  bytes.remove_prefix(length);
  return element;
}

/// OpenSSL reads a name whatever its constructed bit says, BouncyCastle a version of any number in
/// brackets.
constexpr bool is_name(unsigned char tag) { return (tag | 0x20) == tag_sequence; }
constexpr bool is_version(unsigned char tag) { return (tag & 0xe0) == tag_version; }

/// The tag of a sequence with its number, 16, in bytes of its own.
bool begins_with_long_sequence(std::string_view bytes) {
  constexpr std::string_view long_tag = "\x3f", zero = "\x80", number = "\x10";
  if (!bytes.starts_with(long_tag)) return false;
  bytes.remove_prefix(1);
  bytes.remove_prefix(std::min(bytes.find_first_not_of(zero), bytes.size()));
  return bytes.starts_with(number);
}

/// Goes through `members`: a version or none, a number or none, an algorithm, a name. True also as
/// soon as one of them is odd.
bool begin_as_certificate(std::string_view members) {
  auto member = take_element(members);
  const auto is_there = [&] { return member && !member->is_odd; };
  if (is_there() && is_version(member->tag)) member = take_element(members);
  if (is_there() && member->tag == tag_integer) member = take_element(members);
  if (!member || member->is_odd) return member.has_value();
  if (member->tag != tag_sequence) return false;
  const auto identifier = take_element(member->content);
  if (!identifier || identifier->is_odd) return identifier.has_value();
  const auto issuer = take_element(members);
  if (identifier->tag != tag_identifier || !issuer) return false;
  return is_name(issuer->tag) || issuer->is_odd;
}
}  // namespace

bool begins_as_certificate(std::string_view data) {
  if (begins_with_long_sequence(data)) return true;
  const auto whole = take_element(data);
  if (!whole || whole->tag != tag_sequence || !data.empty()) return false;
  return whole->is_odd || begin_as_certificate(whole->content);
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
