// crypto/keystore/pkcs11/objects.cc: C_FindObjects, C_GetAttributeValue, C_DestroyObject.
#include "crypto/keystore/pkcs11/objects.h"

#include <array>

namespace keystore::pkcs11 {
namespace {
constexpr size_t handles_per_call = 64;
/// Certificates are the longest attribute that we read.
constexpr CK_ULONG attribute_bytes_max = 1UL << 20;

CK_RV find_more(const Session& session, Handles& out) {
  std::array<CK_OBJECT_HANDLE, handles_per_call> some{};
  CK_ULONG count = 0;
  do {
    const CK_RV rv = session.api.C_FindObjects(session.handle, some.data(), some.size(), &count);
    if (rv != CKR_OK) return rv;
    out.insert(out.end(), some.begin(), some.begin() + static_cast<ptrdiff_t>(count));
  } while (count > 0);
  return CKR_OK;
}
}  // namespace

Template::~Template() {
  for (std::string& value : values_) crypto::wipe(std::as_writable_bytes(std::span{value}));
}

Template& Template::number(CK_ATTRIBUTE_TYPE type, CK_ULONG value) {
  return bytes(type, {reinterpret_cast<const char*>(&value), sizeof value});
}

Template& Template::flag(CK_ATTRIBUTE_TYPE type, bool value) {
  const char text = value ? CK_TRUE : CK_FALSE;
  return bytes(type, {&text, 1});
}

Template& Template::bytes(CK_ATTRIBUTE_TYPE type, std::string_view value) {
  std::string& kept = values_.emplace_back(value);
  attributes_.push_back({type, kept.data(), kept.size()});
  return *this;
}

CK_RV find(const Session& session, Template wanted, Handles& out) {
  out.clear();
  CK_RV rv = session.api.C_FindObjectsInit(session.handle, wanted.data(), wanted.size());
  if (rv != CKR_OK) return rv;
  rv = find_more(session, out);
  const CK_RV ended = session.api.C_FindObjectsFinal(session.handle);
  return rv == CKR_OK ? ended : rv;
}

CK_RV find_alias(const Session& session, CK_OBJECT_CLASS object_class, const std::string& alias,
                 Handles& out) {
  Template by_id, by_label;
  by_id.number(CKA_CLASS, object_class).flag(CKA_TOKEN, true).bytes(CKA_ID, alias);
  by_label.number(CKA_CLASS, object_class).flag(CKA_TOKEN, true).bytes(CKA_LABEL, alias);
  const CK_RV rv = find(session, std::move(by_id), out);
  return rv != CKR_OK || !out.empty() ? rv : find(session, std::move(by_label), out);
}

CK_RV find_key(const Session& session, CK_OBJECT_CLASS object_class, const std::string& alias,
               CK_OBJECT_HANDLE& out) {
  Handles found;
  if (const CK_RV rv = find_alias(session, object_class, alias, found); rv != CKR_OK) return rv;
  if (found.empty()) return no_such_object;
  out = found.front();
  return CKR_OK;
}

CK_RV read(const Session& session, CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type,
           std::string& out) {
  out.clear();
  CK_ATTRIBUTE attribute{type, nullptr, 0};
  CK_RV rv = session.api.C_GetAttributeValue(session.handle, object, &attribute, 1);
  if (rv == CKR_ATTRIBUTE_TYPE_INVALID || rv == CKR_ATTRIBUTE_SENSITIVE) return CKR_OK;
  if (rv != CKR_OK || attribute.ulValueLen == 0) return rv;
  if (attribute.ulValueLen > attribute_bytes_max) return CKR_OK;
  out.resize(attribute.ulValueLen);
  attribute.pValue = out.data();
  rv = session.api.C_GetAttributeValue(session.handle, object, &attribute, 1);
  out.resize(rv == CKR_OK ? std::min<size_t>(out.size(), attribute.ulValueLen) : 0);
  return rv;
}

CK_RV destroy_alias(const Session& session, const std::string& alias, size_t& count) {
  Template by_id, by_label;
  by_id.flag(CKA_TOKEN, true).bytes(CKA_ID, alias);
  by_label.flag(CKA_TOKEN, true).bytes(CKA_LABEL, alias);
  count = 0;
  for (Template* wanted : {&by_id, &by_label}) {
    Handles found;
    if (const CK_RV rv = find(session, std::move(*wanted), found); rv != CKR_OK) return rv;
    for (const CK_OBJECT_HANDLE object : found) {
      if (const CK_RV rv = session.api.C_DestroyObject(session.handle, object); rv != CKR_OK) {
        return rv;
      }
      ++count;
    }
  }
  return CKR_OK;
}
}  // namespace keystore::pkcs11
