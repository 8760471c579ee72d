// http/applicant_type/applicant_type_http.cc: the wire form of the applicant type. It is a function
// of a few microseconds, so the reactor computes it without asking an actor.
#include "http/applicant_type/applicant_type_http.h"

#include <map>

#include "http/context.h"
#include "http/json_text.h"

namespace http {
namespace {
/// Attributes by name, to the letter: dateOfBirth and dateofbirth are of two forms.
using Attributes = std::map<std::string, std::string, std::less<>>;
constexpr size_t attributes_max = 64;

void answer(const Reply& reply, const Result<std::string>& code) {
  if (!code.ok()) return reply.faults(code.faults());
  reply.value(R"({"applicantType":)" + one_field("applicantTypeCode", code.value()) + "}");
}

std::string queried(const Call& call, std::string_view name) {
  return std::string{trimmed(call.query(name).value_or(""))};
}

/// A text, true, false, or a list whose first element has such a `value`. Nothing for anything
/// else.
std::optional<std::string> value_of(const Fields& attribute) {
  const TextField text = attribute.text({"value"});
  if (text.kind != TextField::Kind::other) return std::string{trimmed(text.value)};
  if (const auto flag = attribute.flag("value", false)) return *flag ? "true" : "false";
  const auto list = attribute.objects("value");
  if (!list || list->empty()) return std::nullopt;
  return std::string{trimmed(list->front().text({"value"}).value)};
}

/// The first of each name counts. Nothing when they cannot be read.
std::optional<Attributes> attributes_of(const Fields& request) {
  const auto list = request.objects("attributes");
  if (!list || list->empty() || list->size() > attributes_max) return std::nullopt;
  Attributes out;
  for (const Fields& attribute : *list) {
    const TextField name = attribute.text({"attribute"});
    auto value = value_of(attribute);
    if (name.kind != TextField::Kind::text || !value) return std::nullopt;
    out.emplace(trimmed(name.value), *std::move(value));
  }
  return out;
}

std::string first_of(const Attributes& attributes, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    const auto found = attributes.find(name);
    if (found != attributes.end() && !found->second.empty()) return found->second;
  }
  return {};
}
}  // namespace

void get_applicant_type(const Context& context, const Call& call, Reply reply) {
  const applicant_type::Question question{queried(call, "individualTypeCode"),
                                          queried(call, "genderCode"), queried(call, "dateofbirth"),
                                          queried(call, "biometricAvailable"),
                                          queried(call, "languagecode")};
  answer(reply, applicant_type::code_of(*context.actors.applicant_types, question, true,
                                        context.wire.clock()));
}

void post_applicant_type(const Context& context, const Call& call, Reply reply) {
  const auto attributes = attributes_of(call.request());
  if (!attributes) return reply.fault(Errc::applicant_type_invalid);
  const auto& table = *context.actors.applicant_types;
  const UtcTime now = context.wire.clock();
  const auto said = [&](std::initializer_list<std::string_view> names) {
    return first_of(*attributes, names);
  };
  if (attributes->contains("dateofbirth")) {
    const applicant_type::Question question{said({"individualTypeCode"}),
                                            said({"genderCode"}),
                                            said({"dateofbirth"}),
                                            said({"biometricAvailable"}),
                                            {}};
    return answer(reply, applicant_type::code_of(table, question, false, now));
  }
  const applicant_type::ScriptQuestion question{
      said({"residenceStatusCode", "residenceStatus"}), said({"genderCode", "gender"}),
      said({"dateOfBirth"}), said({"isBioException"}), said({"_flow"}) == "Update"};
  answer(reply, applicant_type::script_code_of(table, question, now));
}
}  // namespace http
