// tests/cryptomanager/fixture_rows_test.cc: the database rows of the vectors as keys of ours: what
// a deployment of the reference brings along opens every envelope and JWE of the vectors.
#include <gtest/gtest.h>

#include <map>

#include "actors/base/clock.h"
#include "actors/cryptomanager/crypto_manager.h"
#include "crypto/digest.h"
#include "crypto/keystore/soft.h"
#include "tests/crypto/vector_keys.h"

namespace cryptomanager::fixture_rows_test {
namespace {
using keymanager::Kept;
using keymanager::KeyRing;
using keymanager::KeyVersion;

simdjson::dom::element rows() { return crypto_vectors()["fixture_rows"]; }

/// What a column says where it names another part of the vectors: "keys.root.kid".
std::string at_path(std::string_view path) {
  simdjson::dom::element found = crypto_vectors();
  while (!path.empty()) {
    const size_t dot = std::min(path.find('.'), path.size());
    found = found[path.substr(0, dot)];
    path.remove_prefix(std::min(dot + 1, path.size()));
  }
  return text_of(found);
}

UtcTime time_of(simdjson::dom::element column) {
  UtcTime time;
  EXPECT_TRUE(parse_iso_utc(text_of(column) + ".000Z", time));
  return time;
}

/// A row of key_alias as a key in the keystore.
KeyVersion version_of(simdjson::dom::element row) {
  const std::string vector = text_of(row["key"]);
  const auto certificate = crypto::vector_certificate(vector);
  KeyVersion out;
  out.alias = text_of(row["id"]);
  out.name = {text_of(row["app_id"]), text_of(row["ref_id"])};
  out.kept = Kept::keystore;
  out.kind = certificate.public_key().value().kind();
  out.life = {time_of(row["key_gen_dtimes"]), time_of(row["key_expire_dtimes"])};
  out.uni_ident =
      keymanager::uni_ident_of(keymanager::uni_ident_input(out.name, out.life.generated, ""));
  out.certificate = certificate.der();
  out.thumbprint = certificate.thumbprint();
  EXPECT_EQ(crypto::hex_upper(std::as_bytes(std::span{out.uni_ident})), text_of(row["uni_ident"]));
  EXPECT_EQ(crypto::hex_upper(std::as_bytes(std::span{out.thumbprint})),
            text_of(row["cert_thumbprint"]));
  // The keystore below takes the key itself for its record.
  const auto der = crypto::vector_key(vector)->to_pkcs8_der().value();
  out.record = der.view();
  return out;
}

/// Both tables.
KeyRing ring_of_rows() {
  std::map<std::string, KeyVersion> versions;
  for (const auto row : rows()["key_alias"]) versions[text_of(row["id"])] = version_of(row);
  for (const auto row : rows()["key_store"]) {
    KeyVersion& version = versions.at(text_of(row["id"]));
    version.kept = Kept::wrapped;
    version.module_alias = text_of(row["master_key"]);
    version.record =
        crypto::base64url_decode(at_path(text_of(row["private_key"]))).value_or("unreadable");
    const auto pem = at_path(text_of(row["certificate_data"]));
    version.certificate = crypto::Certificate::from_pem(pem).value().der();
  }
  KeyRing::Versions all;
  for (auto& [alias, version] : versions)
    all.push_back(std::make_shared<const KeyVersion>(std::move(version)));
  return KeyRing{}.with(all);
}

CryptoManager manager() {
  keystore::Sealing open{[](const std::string&, std::span<const std::byte> secret) {
                           return std::string{crypto::view_of(secret)};
                         },
                         [](const std::string&, std::string_view record) {
                           return crypto::SecureBytes::from(record);
                         }};
  Config config;
  config.private_keys = std::make_shared<keymanager::PrivateKeys>(
      std::shared_ptr<keystore::Keystore>{keystore::soft_keystore(std::move(open))});
  return CryptoManager{std::move(config)};
}

std::string optional_text(simdjson::dom::element object, const char* key) {
  std::string_view text;
  return object[key].get(text) == simdjson::SUCCESS ? std::string{text} : std::string{};
}

keymanager::KeyName name_in(simdjson::dom::element vector) {
  return {text_of(vector["applicationId"]), text_of(vector["referenceId"])};
}
}  // namespace

TEST(FixtureRows, EachKeyIsCurrentUnderItsName) {
  const KeyRing ring = ring_of_rows();
  const UtcTime now = std::chrono::sys_days{std::chrono::year{2026} / 3 / 1};
  size_t seen = 0;
  for (const auto row : rows()["key_alias"]) {
    const auto current = ring.current({text_of(row["app_id"]), text_of(row["ref_id"])}, now);
    ASSERT_EQ(current.count, 1u);
    EXPECT_EQ(current.key->alias, text_of(row["id"]));
    EXPECT_EQ(current.key->kid(), at_path("certificates." + text_of(row["key"]) + ".kid"));
    ++seen;
  }
  EXPECT_EQ(seen, 5u);
}

TEST(FixtureRows, OpenEveryEnvelopeOfTheVectors) {
  const KeyRing ring = ring_of_rows();
  const CryptoManager crypto_manager = manager();
  for (const auto vector : crypto_vectors()["encrypt"]) {
    SCOPED_TRACE(text_of(vector["name"]));
    const auto data = crypto_manager.decrypt(
        ring, name_in(vector),
        {text_of(vector["envelope_b64u"]), optional_text(vector, "request_salt"),
         optional_text(vector, "request_aad")});
    ASSERT_TRUE(data.ok()) << row_of(data.error()).name;
    EXPECT_EQ(data.value(), text_of(vector["plaintext_b64u"]));
  }
}

TEST(FixtureRows, OpenTheJwe) {
  const simdjson::dom::element vector = crypto_vectors()["jwt_decrypt"];
  const auto data =
      manager().jwt_decrypt(ring_of_rows(), name_in(vector), text_of(vector["encData"]));
  ASSERT_TRUE(data.ok()) << row_of(data.error()).name;
  EXPECT_EQ(data.value(), text_of(vector["data_b64u"]));
}
}  // namespace cryptomanager::fixture_rows_test
