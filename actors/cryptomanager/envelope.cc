// actors/cryptomanager/envelope.cc: taking envelopes apart and putting them together.
#include "actors/cryptomanager/envelope.h"

#include <cassert>

namespace cryptomanager {
std::optional<Parts> split(std::string_view envelope) {
  const size_t at = envelope.find(key_splitter);
  if (at == std::string_view::npos) return std::nullopt;
  std::string_view key = envelope.substr(0, at);
  Parts parts;
  parts.data = envelope.substr(at + key_splitter.size());
  if (key.starts_with(r2_header)) {
    parts.r2 = true;
    key.remove_prefix(r2_header.size());
  }
  if (key.size() < rsa_block_bytes || parts.data.size() < tag_bytes) return std::nullopt;
  // Any other length is an RSA block without the thumbprint of its key.
  if (key.size() == thumbprint_bytes + rsa_block_bytes) {
    parts.thumbprint = key.substr(0, thumbprint_bytes);
    key.remove_prefix(thumbprint_bytes);
  }
  parts.rsa_block = key;
  return parts;
}

std::optional<DataPart> data_part_of(const Parts& parts, const Extras& extras) {
  const std::string_view data = parts.data;
  const std::string_view aad = extras.aad ? std::string_view{*extras.aad} : std::string_view{};
  if (extras.salt) {
    if (data.size() < tag_bytes) return std::nullopt;
    return DataPart{*extras.salt, aad, data};
  }
  if (parts.r2) {
    if (data.size() < r2_aad_bytes + tag_bytes) return std::nullopt;
    return DataPart{data.substr(0, r2_nonce_bytes), data.substr(0, r2_aad_bytes),
                    data.substr(r2_aad_bytes)};
  }
  if (data.size() < tag_bytes + trailing_iv_bytes) return std::nullopt;
  const size_t sealed_bytes = data.size() - trailing_iv_bytes;
  return DataPart{data.substr(sealed_bytes), aad, data.substr(0, sealed_bytes)};
}

size_t random_bytes_of(Form form) {
  if (form == Form::r2) return r2_aad_bytes;
  return form == Form::a ? trailing_iv_bytes : 0;
}

NewData new_data(const Extras& extras, std::string_view random) {
  const Form form = form_of(extras);
  assert(random.size() == random_bytes_of(form));
  if (form == Form::r2) return {std::string{random.substr(0, r2_nonce_bytes)}, std::string{random}};
  const std::string aad = extras.aad.value_or("");
  return {form == Form::s ? *extras.salt : std::string{random}, aad};
}

std::string join(Form form, const NewData& data, const NewParts& parts) {
  assert(parts.thumbprint.size() ==
         (parts.rsa_block.size() == rsa_block_bytes ? thumbprint_bytes : 0));
  std::string envelope;
  envelope.reserve(r2_header.size() + thumbprint_bytes + parts.rsa_block.size() +
                   key_splitter.size() + r2_aad_bytes + parts.sealed.size());
  if (form == Form::r2) envelope += r2_header;
  envelope.append(parts.thumbprint).append(parts.rsa_block).append(key_splitter);
  if (form == Form::r2) envelope += data.aad;
  envelope += parts.sealed;
  if (form == Form::a) envelope += data.nonce;
  return envelope;
}
}  // namespace cryptomanager
