// actors/id_object/loader.h: a Validator from files and properties.
#pragma once
#include <map>
#include <memory>
#include <string>

#include "actors/base/expected.h"
#include "actors/id_object/validator.h"
#include "actors/master_data/master_data.h"

namespace id_object {
/// Properties that the loader reads. All that begin with pattern_key_front are patterns of what
/// stands at the path that follows ("fullName.[*].value"); others are passed over.
inline constexpr std::string_view pattern_key_front = "mosip.id.validation.identity.";
inline constexpr std::string_view mandatory_key =
    "mosip.kernel.idobjectvalidator.mandatory-attributes.pre-registration.new-registration";
inline constexpr std::string_view languages_key = "mosip.supported-languages";
/// Where the property is missing: the reference's attributes for pre-registration, which are those
/// of the seed's error tables.
inline constexpr std::string_view default_mandatory =
    "fullName,dateOfBirth|age,gender,addressLine1,region,province,city,zone,postalCode,"
    "residenceStatus,referenceIdentityNumber";

struct Source {
  std::string schema_name;  ///< what the operator calls the schema, for errors
  std::string schema;       ///< JSON schema, draft-07, of demographicDetails
  std::map<std::string, std::string, std::less<>> properties;
  std::shared_ptr<const master_data::MasterData> data;
  /// Residence statuses must be individual types, and each place must lie in the one above it.
  bool strict = false;
};

/// The errors name what is wrong: "NAME line N: REASON" of the schema, "KEY: REASON" of a property.
Expected<std::shared_ptr<const Validator>, std::string> load(const Source& source);
}  // namespace id_object
