// crypto/keystore/pkcs11/objects.h: objects of a token: templates, search, attributes. Private to
// keystore/.
#pragma once
#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/keystore/pkcs11/token.h"

namespace keystore::pkcs11 {
/// Attributes for C_CreateObject and its like. Owns every value, and wipes it.
class Template {
 public:
  Template() = default;
  ~Template();
  Template(Template&&) = default;  // NOLINT(performance-noexcept-move-constructor): std::deque's
  Template& operator=(Template&&) = default;
  Template(const Template&) = delete;  // a copy's attributes would point into the original
  Template& operator=(const Template&) = delete;

  Template& number(CK_ATTRIBUTE_TYPE type, CK_ULONG value);
  Template& flag(CK_ATTRIBUTE_TYPE type, bool value);
  Template& bytes(CK_ATTRIBUTE_TYPE type, std::string_view value);
  /// CKA_LABEL and CKA_ID: both are the alias.
  Template& alias(const std::string& alias) { return bytes(CKA_LABEL, alias).bytes(CKA_ID, alias); }

  CK_ATTRIBUTE* data() { return attributes_.data(); }
  CK_ULONG size() const { return attributes_.size(); }

 private:
  std::deque<std::string> values_;  ///< a deque: the attributes point into its elements
  std::vector<CK_ATTRIBUTE> attributes_;
};

using Handles = std::vector<CK_OBJECT_HANDLE>;

/// Every object that `wanted` describes.
CK_RV find(const Session& session, Template wanted, Handles& out);

/// Objects of `object_class` whose id is the alias, else those whose label is: other programs set
/// one of the two.
CK_RV find_alias(const Session& session, CK_OBJECT_CLASS object_class, const std::string& alias,
                 Handles& out);

/// The one private or secret key under `alias`. Answers no_such_object.
CK_RV find_key(const Session& session, CK_OBJECT_CLASS object_class, const std::string& alias,
               CK_OBJECT_HANDLE& out);

/// Empty when the object has no such attribute or does not show it.
CK_RV read(const Session& session, CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type,
           std::string& out);

/// Every object whose label or id is the alias; `count` of them.
CK_RV destroy_alias(const Session& session, const std::string& alias, size_t& count);
}  // namespace keystore::pkcs11
