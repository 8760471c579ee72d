// actors/signature/header_write.cc: members in their order.
#include "actors/signature/header_write.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "actors/json/json_write.h"
#include "crypto/base64.h"

namespace signature {
namespace {
constexpr std::array<std::string_view, 11> reserved{"alg", "b64", "crit",     "jku", "jwk", "kid",
                                                    "x5c", "x5t", "x5t#S256", "x5u", ""};

using Member = std::pair<std::string, std::string>;

void write_additional(json::ObjectWriter& writer, const std::vector<Member>& members) {
  for (auto member = members.begin(); member != members.end(); ++member) {
    if (std::find(reserved.begin(), reserved.end(), member->first) != reserved.end()) continue;
    const bool is_second = std::any_of(members.begin(), member, [&](const Member& before) {
      return before.first == member->first;
    });
    if (!is_second) writer.field(member->first, member->second);
  }
}
}  // namespace

std::string json_of(const WrittenHeader& header) {
  constexpr size_t bytes_besides_certificates = 256;
  constexpr size_t chars_per_certificate = 2048;
  json::ObjectWriter writer{bytes_besides_certificates +
                            chars_per_certificate * header.certificates.size()};
  writer.field("alg", crypto::name_of(header.algorithm));
  if (!header.b64) {
    writer.flag("b64", false);
    writer.list("crit", std::array<std::string_view, 1>{"b64"});
  }
  if (!header.certificates.empty()) {
    std::vector<std::string> texts;
    texts.reserve(header.certificates.size());
    for (const std::string& der : header.certificates) texts.push_back(crypto::base64_encode(der));
    writer.list("x5c", texts);
  }
  if (!header.thumbprint.empty()) {
    writer.field("x5t#S256", crypto::base64url_encode(header.thumbprint));
  }
  writer.field_if_known("x5u", header.certificate_url);
  write_additional(writer, header.additional);
  writer.field_if_known("kid", header.kid);
  return std::move(writer).finish();
}
}  // namespace signature
