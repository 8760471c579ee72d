// tests/id_object/samples.h: the shipped rules, and an identity that passes, to be spoilt attribute
// by attribute.
#pragma once
#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <string>

#include "tests/id_object/seed_examples.h"
#include "tests/id_object/shipped.h"

namespace id_object {
using namespace std::chrono_literals;
inline constexpr std::chrono::year_month_day today{2020y / 3 / 2};

inline std::string in_languages(const std::string& eng, const std::string& ara) {
  return R"([{"language":"eng","value":")" + eng + R"("},{"language":"ara","value":")" + ara +
         R"("}])";
}

/// Attributes of an identity and their JSON texts.
struct Form {
  std::map<std::string, std::string> attributes{
      {"IDSchemaVersion", "1"},
      {"fullName", in_languages("Amina Test", "أمينة")},
      {"dateOfBirth", R"("1990/05/17")"},
      {"gender", in_languages("FLE", "FLE")},
      {"addressLine1", in_languages("1 Harbour Road", "شارع الميناء")},
      {"addressLine2", in_languages("", "")},
      {"addressLine3", in_languages("", "")},
      {"residenceStatus", in_languages("NFR", "NFR")},
      {"region", in_languages("RSK", "RSK")},
      {"province", in_languages("KTA", "KTA")},
      {"city", in_languages("KNT", "KNT")},
      {"zone", in_languages("BNMR", "BNMR")},
      {"postalCode", R"("14022")"},
      {"phone", R"("9000000003")"},
      {"email", R"("amina@example.org")"},
      {"referenceIdentityNumber", R"("12312312312312")"}};

  Form with(const std::string& name, const std::string& json) const {
    Form other = *this;
    other.attributes[name] = json;
    return other;
  }
  Form without(const std::string& name) const {
    Form other = *this;
    EXPECT_EQ(other.attributes.erase(name), 1u) << name;
    return other;
  }
  /// {"identity":{..}}
  std::string json() const {
    std::string out = R"({"identity":{)";
    for (const auto& [name, value] : attributes) {
      if (!out.ends_with('{')) out += ',';
      out.append("\"").append(name).append("\":").append(value);
    }
    return out + "}}";
  }
};

/// "KER-IOV-004 identity/phone", one line each, joined by "; ".
inline std::string lines_of(const std::vector<Fault>& faults) {
  std::string out;
  for (const Fault& fault : faults) {
    if (!out.empty()) out += "; ";
    out += std::string{fault.code} + ' ' + fault.path;
  }
  return out;
}
inline std::string faults_in(const std::string& json, const Validator& validator = shipped()) {
  return lines_of(validator.check(json, today));
}
inline std::string faults_in(const Form& form, const Validator& validator = shipped()) {
  return faults_in(form.json(), validator);
}
}  // namespace id_object
