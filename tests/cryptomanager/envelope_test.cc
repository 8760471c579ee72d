// tests/cryptomanager/envelope_test.cc: the layouts of the golden vectors, and envelopes cut
// anywhere.
#include "actors/cryptomanager/envelope.h"

#include <gtest/gtest.h>

#include "crypto/aes_gcm.h"
#include "tests/crypto/oaep_block.h"
#include "tests/crypto/vector_keys.h"
#include "tests/cryptomanager/vector_bytes.h"

namespace cryptomanager {
namespace {
constexpr std::string_view newest[] = {"r2_default", "salt16_and_aad", "salt12_no_aad", "aad_only"};
constexpr std::string_view legacy[] = {"legacy_thumbprint_no_aad", "legacy_no_thumbprint"};

Expected<std::string, crypto::Errc> opened(const std::string& key, const DataPart& data) {
  return crypto::aes_256_gcm_open({.key = key, .nonce = data.nonce, .aad = data.aad}, data.sealed);
}

/// Opens the vector's envelope with its session key.
void expect_opens(simdjson::dom::element vector) {
  const std::string envelope = b64_of(vector, "envelope_b64u");
  EXPECT_EQ(envelope.size(), vector["envelope_hex_len"].get_uint64().value());
  const Extras extras = extras_of(vector);
  const auto parts = split(envelope);
  ASSERT_TRUE(parts);
  const auto data = data_part_of(*parts, extras);
  ASSERT_TRUE(data);
  EXPECT_EQ(data->nonce, hex_of(vector, "nonce_hex"));
  const auto text = opened(hex_of(vector, "session_key_hex"), *data);
  ASSERT_TRUE(text);
  EXPECT_EQ(text.value(), b64_of(vector, "plaintext_b64u"));
}

TEST(Envelope, ConstantsAreThoseOfTheVectors) {
  const simdjson::dom::element constants = crypto_vectors()["constants"];
  EXPECT_EQ(key_splitter, text_of(constants["splitter_ascii"]));
  EXPECT_EQ(r2_header, text_of(constants["version_header_ascii"]));
  const auto number = [&](std::string_view name) { return constants[name].get_uint64().value(); };
  EXPECT_EQ(thumbprint_bytes, number("thumbprint_len"));
  EXPECT_EQ(rsa_block_bytes, number("rsa_block_len"));
  EXPECT_EQ(r2_aad_bytes, number("r2_aad_len"));
  EXPECT_EQ(r2_nonce_bytes, number("r2_nonce_len"));
  EXPECT_EQ(tag_bytes, number("gcm_tag_len"));
  EXPECT_EQ(trailing_iv_bytes, number("legacy_iv_len"));
}

TEST(Envelope, EveryFormOpens) {
  for (const auto name : newest) {
    SCOPED_TRACE(name);
    expect_opens(envelope_vector(name));
  }
  for (const auto name : legacy) {
    SCOPED_TRACE(name);
    expect_opens(envelope_vector(name));
  }
}

/// The vector's block made anew: its session key and seed for its recipient. `from` has those two.
std::string block_of(simdjson::dom::element vector, simdjson::dom::element from) {
  const auto recipient = crypto::vector_key(text_of(vector["recipient"]));
  return crypto::oaep::block_of(recipient->public_key(), hex_of(from, "session_key_hex"),
                                hex_of(from, "oaep_seed_hex"));
}
std::string thumbprint_of(simdjson::dom::element vector) {
  return crypto::vector_certificate(text_of(vector["recipient"])).thumbprint();
}
/// The data part of a vector, sealed with its session key.
std::string sealed(simdjson::dom::element vector, const NewData& data) {
  const auto made = crypto::aes_256_gcm_seal(
      {.key = hex_of(vector, "session_key_hex"), .nonce = data.nonce, .aad = data.aad},
      b64_of(vector, "plaintext_b64u"));
  EXPECT_TRUE(made);
  return made.ok() ? made.value() : std::string{};
}

TEST(Envelope, EveryNewFormIsReproduced) {
  for (const auto name : newest) {
    SCOPED_TRACE(name);
    const simdjson::dom::element vector = envelope_vector(name);
    const Extras extras = extras_of(vector);
    const Form form = form_of(extras);
    const std::string random = form == Form::r2  ? hex_of(vector, "aad_hex")
                               : form == Form::a ? hex_of(vector, "nonce_hex")
                                                 : std::string{};
    const NewData data = new_data(extras, random);
    const std::string ciphertext = sealed(vector, data);
    EXPECT_EQ(ciphertext, hex_of(vector, "ciphertext_and_tag_hex"));
    const std::string block = block_of(vector, vector);
    EXPECT_EQ(join(form, data, {thumbprint_of(vector), block, ciphertext}),
              b64_of(vector, "envelope_b64u"));
  }
  const simdjson::dom::element r2 = envelope_vector("r2_default");
  EXPECT_EQ(block_of(r2, r2), hex_of(r2, "rsa_block_hex"));
}

// No request makes these any more: form A with no aad, with and without the key's name.
TEST(Envelope, TheLegacyFormsAreReproduced) {
  for (const auto name : legacy) {
    SCOPED_TRACE(name);
    const simdjson::dom::element vector = envelope_vector(name);
    const NewData data{hex_of(vector, "nonce_hex"), ""};
    const std::string made = join(
        Form::a, data, {thumbprint_of(vector), block_of(vector, vector), sealed(vector, data)});
    const size_t from = name == "legacy_no_thumbprint" ? thumbprint_bytes : 0;
    EXPECT_EQ(made.substr(from), b64_of(vector, "envelope_b64u"));
  }
}

// Its vector says neither key nor seed nor aad: they are those of the others.
TEST(Envelope, OneForTheModulesKeyIsReproduced) {
  const simdjson::dom::element vector = envelope_vector("r2_with_master_key");
  const simdjson::dom::element with = envelope_vector("r2_default");
  EXPECT_EQ(text_of(vector["plaintext_b64u"]), text_of(with["plaintext_b64u"]));
  const NewData data = new_data({}, hex_of(with, "aad_hex"));
  EXPECT_EQ(
      join(Form::r2, data, {thumbprint_of(vector), block_of(vector, with), sealed(with, data)}),
      b64_of(vector, "envelope_b64u"));
}

TEST(Envelope, TheKeyIsNamedWhereThereIsAThumbprint) {
  const std::string r2 = b64_of(envelope_vector("r2_default"), "envelope_b64u");
  const std::string bare = b64_of(envelope_vector("legacy_no_thumbprint"), "envelope_b64u");
  EXPECT_EQ(split(r2)->thumbprint.size(), thumbprint_bytes);
  EXPECT_TRUE(split(r2)->r2);
  EXPECT_TRUE(split(bare)->thumbprint.empty());
  EXPECT_FALSE(split(bare)->r2);
  EXPECT_EQ(split(bare)->rsa_block.size(), rsa_block_bytes);
}

TEST(Envelope, TheSaltWinsOverTheHeader) {
  const std::string r2 = b64_of(envelope_vector("r2_default"), "envelope_b64u");
  const auto parts = split(r2);
  const Extras extras{.salt = "salt", .aad = std::nullopt};
  const auto data = data_part_of(*parts, extras);
  ASSERT_TRUE(data);
  EXPECT_EQ(data->nonce, "salt");
  EXPECT_EQ(data->sealed, parts->data);
  EXPECT_EQ(data->aad, "");
}

TEST(Envelope, TheHeaderWinsOverTheAad) {
  const simdjson::dom::element vector = envelope_vector("r2_default");
  const std::string r2 = b64_of(vector, "envelope_b64u");
  const Extras extras{.salt = std::nullopt, .aad = "other"};
  const auto data = data_part_of(*split(r2), extras);
  ASSERT_TRUE(data);
  EXPECT_EQ(data->aad, hex_of(vector, "aad_hex"));
}

TEST(Envelope, OnlyTheFirstSplitterCounts) {
  const std::string block(rsa_block_bytes, 'k');
  const std::string data = std::string{key_splitter} + std::string(40, 'd');
  const std::string envelope = block + std::string{key_splitter} + data;
  EXPECT_EQ(split(envelope)->data, data);
}

TEST(Envelope, CutAnywhereItNeverOpens) {
  for (const auto name : newest) {
    const simdjson::dom::element vector = envelope_vector(name);
    const std::string whole = b64_of(vector, "envelope_b64u");
    const Extras extras = extras_of(vector);
    const std::string key = hex_of(vector, "session_key_hex");
    for (size_t bytes = 0; bytes < whole.size(); ++bytes) {
      const std::string cut = whole.substr(0, bytes);
      const auto parts = split(cut);
      const auto data = parts ? data_part_of(*parts, extras) : std::nullopt;
      if (data) {
        EXPECT_FALSE(opened(key, *data)) << name << " " << bytes;
      }
    }
  }
}

TEST(Envelope, APartThatIsTooShortIsRefused) {
  const std::string splitter{key_splitter};
  const std::string block(rsa_block_bytes, 'k');
  EXPECT_FALSE(split(""));
  EXPECT_FALSE(split(block));
  EXPECT_FALSE(split(splitter + std::string(64, 'd')));
  EXPECT_FALSE(split(block.substr(1) + splitter + std::string(64, 'd')));
  EXPECT_FALSE(split(block + splitter + std::string(tag_bytes - 1, 'd')));
  const std::string no_iv = block + splitter + std::string(tag_bytes + trailing_iv_bytes - 1, 'd');
  EXPECT_TRUE(split(no_iv));
  EXPECT_FALSE(data_part_of(*split(no_iv), {}));
  const std::string no_aad =
      std::string{r2_header} + block + splitter + std::string(r2_aad_bytes + tag_bytes - 1, 'd');
  EXPECT_TRUE(split(no_aad)->r2);
  EXPECT_FALSE(data_part_of(*split(no_aad), {}));
}
}  // namespace
}  // namespace cryptomanager
