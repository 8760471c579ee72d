// http/authmanager/sign_in_wire.cc: envelope checks and bodies.
#include "http/authmanager/sign_in_wire.h"

#include "http/json_text.h"
#include "http/request_time.h"

namespace http {
std::optional<std::string> envelope_fault(const Call& call,
                                          std::span<const std::string_view> texts) {
  const Fields request = call.request();
  if (!request.present()) return "request must not be null";
  for (const std::string_view name : texts) {
    if (request.text({name}).kind == TextField::Kind::other)
      return "request." + std::string{name} + " must be a text";
  }
  const TextField time = call.body().text({"requesttime"});
  if (time.kind == TextField::Kind::absent || is_request_time(time.value)) return std::nullopt;
  return "requesttime must be a date and time of ISO 8601";
}

std::string status_json(std::string_view status, std::string_view message) {
  JsonBuffer buffer;
  JsonWriter writer{buffer};
  writer.StartObject();
  write_field(writer, "status", status);
  write_field(writer, "message", message);
  writer.EndObject();
  return text_in(buffer);
}

std::string tokens_json(const auth::SignedIn& signed_in, std::string_view message,
                        std::string_view user_id) {
  JsonBuffer buffer;
  JsonWriter writer{buffer};
  writer.StartObject();
  write_field(writer, "token", signed_in.access_token);
  write_field(writer, "message", message);
  write_field(writer, "refreshToken", signed_in.refresh_token);
  write_key(writer, "expiryTime");
  writer.Int64(signed_in.expires_in);
  write_key(writer, "userId");
  user_id.empty() ? writer.Null()
                  : writer.String(user_id.data(), static_cast<rapidjson::SizeType>(user_id.size()));
  write_field(writer, "status", "success");
  write_key(writer, "refreshExpiryTime");
  writer.Int64(signed_in.refresh_expires_in);
  writer.EndObject();
  return text_in(buffer);
}
}  // namespace http
