// actors/prereg/document.h: a document that belongs to an application.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "actors/base/clock.h"

namespace prereg {
/// What is known of a document beside its bytes. Personal: names of files are names of people.
struct Document {
  std::string id;  ///< uuid
  std::string name;
  std::string category;  ///< POA, POI, ...: an application has one document of each at most
  std::string type;
  std::string language;
  std::string format;     ///< pdf, jpg, png: by its content
  std::string reference;  ///< the number that the document itself bears; empty: nobody has said
  std::string uploaded_by;
  UtcTime uploaded{};
  uint64_t bytes = 0;
  std::string digest;  ///< SHA-256 of the content
};

/// The bytes of a file, shared so that they lie in memory once.
using Content = std::shared_ptr<const std::string>;

/// A file that comes: `bytes` lie in `holder`, which may hold more.
struct FileBytes {
  std::shared_ptr<const std::string> holder;
  std::string_view bytes;
};

struct DocumentWithContent {
  Document document;
  Content content;
};
using DocumentList = std::vector<Document>;
}  // namespace prereg
