// actors/prereg/application.h: an application for registration, who asks for one, and what is
// asked.
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "actors/base/clock.h"
#include "actors/base/origin.h"
#include "actors/prereg/document.h"
#include "actors/prereg/prereg_rules.h"

namespace prereg {
/// Who asks.
struct Caller {
  std::string user_key;  ///< of user_key.h: names the user in keys, and decides the partition
  std::string user_id;   ///< personal: createdBy and updatedBy
  /// Holds the role that anyone with a phone gets: their own applications are all there is to them.
  bool is_citizen = true;
  audit::Origin origin;
};

/// Personal but for id, status and times.
struct Application {
  std::string id;  ///< PRID
  Status status = Status::pending_appointment;
  std::string user_key;  ///< its owner's
  UtcTime created{};
  UtcTime updated{};    ///< later with every change, whatever the clock does
  UtcTime encrypted{};  ///< when its data was sealed last
  std::string language;
  std::string created_by;
  std::string updated_by;
  std::string details;  ///< the JSON text of demographicDetails, byte for byte as it was sent
};

struct Create {
  Caller by;
  std::string language;
  std::string details;
};
struct Change {
  std::string id;
  Caller by;
  std::string language;
  std::string details;
};
/// Reads, discards or asks for the status of one.
struct Named {
  std::string id;
  Caller by;
};
struct SetStatus {
  std::string id;
  Caller by;
  std::string status;  ///< as the client says it
};
struct List {
  Caller by;
  size_t page = 0;
};
/// Asks when they changed last.
struct AskTimes {
  std::vector<std::string> ids;
  Caller by;
};

/// One line of a list. `proof_of_address` has no id when there is no such document.
struct Listed {
  Application application;
  Document proof_of_address;
};
struct Page {
  std::vector<Listed> rows;
  size_t index = 0;
  size_t total = 0;  ///< of the user's applications, at most counted_max
};
/// Those of the ids that there are.
using Times = std::vector<std::pair<std::string, UtcTime>>;

inline constexpr size_t counted_max = 100'000;
}  // namespace prereg
