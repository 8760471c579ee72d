// http/envelope.h: the frame of every answer: id, version, responsetime, metadata, response,
// errors.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "actors/base/clock.h"
#include "actors/base/error.h"

namespace http {
/// How one endpoint fills its envelope (auth sheet 1, ids sheet 1.1, DECISIONS 1). The default is
/// that of the id services.
struct EnvelopeStyle {
  const char* id = nullptr;  ///< answered when the request has no id of its own; null: JSON null
  const char* error_id = nullptr;  ///< the same for a failure
  bool ver = false;                ///< the seed prints `ver` here, so it stands beside `version`
  bool metadata_object = false;    ///< `metadata` is {} on success, not null
  bool errors_list = false;        ///< `errors` is [] on success, not null
  bool own_id = false;   ///< the answer's id and version are ours, whatever the request names
  bool metadata = true;  ///< there is such a key
};

/// mosip.envelope.ver: which of the two keys the endpoints with `EnvelopeStyle::ver` emit.
enum class VerKeys { both, version, ver };

/// What a request said of itself and wants to hear again.
struct Echo {
  std::optional<std::string> id;
  std::optional<std::string> version;
};

/// The body of a success. `response_json` is JSON text and goes in as it is.
std::string success_envelope(const EnvelopeStyle& style, VerKeys keys, const Echo& echo,
                             std::string_view response_json, UtcTime now);

/// The body of a failure, one element of `errors` a fault. `response_json` is `null` except where
/// the wire asks for both.
std::string failure_envelope(const EnvelopeStyle& style, VerKeys keys, const Echo& echo,
                             const Faults& faults, UtcTime now,
                             std::string_view response_json = "null");
}  // namespace http
