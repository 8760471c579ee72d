// actors/cryptomanager/envelope.h: the envelope of encrypt and decrypt, byte for byte (keys sheet
// 3.1). No key and no cipher.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "actors/keymanager/key_splitter.h"

namespace cryptomanager {
using keymanager::key_splitter;
inline constexpr std::string_view r2_header = "VER_R2";
inline constexpr size_t thumbprint_bytes = 32;
inline constexpr size_t rsa_block_bytes = 256;
inline constexpr size_t session_key_bytes = 32;
inline constexpr size_t r2_aad_bytes = 32;
inline constexpr size_t r2_nonce_bytes = 12;
inline constexpr size_t trailing_iv_bytes = 16;
inline constexpr size_t tag_bytes = 16;

/// What a request gave beside the data, decoded. An absent member is none; salt is never empty.
struct Extras {
  std::optional<std::string> salt;
  std::optional<std::string> aad;
};

/// R2: neither salt nor aad; A: aad alone, its IV trails the ciphertext; S: salt, which is the IV.
enum class Form : uint8_t { r2, a, s };

/// The form that encrypt writes.
inline Form form_of(const Extras& extras) {
  if (extras.salt) return Form::s;
  return extras.aad ? Form::a : Form::r2;
}

/// An envelope taken apart. The views are of the envelope.
struct Parts {
  bool r2 = false;
  std::string_view thumbprint;  ///< empty where the envelope names no key
  std::string_view rsa_block;   ///< of any length: whoever opens it sees to that
  std::string_view data;
};

/// Splits at the first splitter. Nothing when there is none, or when a part is shorter than an RSA
/// block or a tag.
std::optional<Parts> split(std::string_view envelope);

/// What the cipher needs of a data part. The views are of the parts and of the extras.
struct DataPart {
  std::string_view nonce;
  std::string_view aad;
  std::string_view sealed;  ///< ciphertext and tag
};

/// The salt always is the IV, R2's own layout comes next, then the IV at the end. Nothing when the
/// data is too short for its layout.
std::optional<DataPart> data_part_of(const Parts& parts, const Extras& extras);

/// What the cipher takes for a new envelope: `nonce` is the salt of form S, 16 random bytes of form
/// A, the first 12 of the random `aad` of form R2.
struct NewData {
  std::string nonce;
  std::string aad;
};
/// The random bytes that new_data needs.
size_t random_bytes_of(Form form);
NewData new_data(const Extras& extras, std::string_view random);

/// What a new envelope is made of.
struct NewParts {
  std::string_view thumbprint;  ///< empty when the block is none of RSA-2048
  std::string_view rsa_block;
  std::string_view sealed;  ///< ciphertext and tag
};
std::string join(Form form, const NewData& data, const NewParts& parts);
}  // namespace cryptomanager
