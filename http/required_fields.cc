// http/required_fields.cc: the reference's sentences about members.
#include "http/required_fields.h"

namespace http {
RequiredFields::RequiredFields(const Fields& request, Errc bad_field)
    : request_(request), bad_field_(bad_field) {
  if (!request_.present()) faults_.push_back({bad_field_, {"request must not be null"}});
}

std::string RequiredFields::required(std::string_view name) {
  TextField field = request_.text({name});
  const bool is_text = field.kind != TextField::Kind::other;
  if (request_.present() && (!is_text || field.blank()))
    add(name, is_text ? "should not be null or empty" : "should be a text");
  return std::move(field.value);
}

std::string RequiredFields::required(std::string_view name, std::string_view sentence) {
  if (!request_.present() || has(name)) return required(name);
  faults_.push_back({bad_field_, {std::string{sentence}}});
  return {};
}

std::string RequiredFields::optional(std::string_view name) {
  TextField field = request_.text({name});
  if (field.kind == TextField::Kind::other) add(name, "should be a text");
  return std::move(field.value);
}

bool RequiredFields::flag(std::string_view name, bool fallback) {
  const auto value = request_.flag(name, fallback);
  if (!value) add(name, "should be true or false");
  return value.value_or(fallback);
}

int64_t RequiredFields::number(std::string_view name, int64_t fallback) {
  const auto value = request_.number(name, fallback);
  if (!value) add(name, "should be a whole number");
  return value.value_or(fallback);
}

bool RequiredFields::has(std::string_view name) const {
  return request_.text({name}).kind != TextField::Kind::absent;
}

void RequiredFields::add(std::string_view name, std::string_view problem) {
  std::string text = "request.";
  text.append(name).append(" ").append(problem);
  faults_.push_back({bad_field_, {std::move(text)}});
}
}  // namespace http
