// actors/identity/identity_rules.h: what is known of a person in the identity directory, and
// nothing but rules (DECISIONS 31).
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace identity {
/// Numbers are stored data.
enum class Status : uint8_t { activated = 1, deactivated = 2, blocked = 3 };

/// ACTIVATED, DEACTIVATED or BLOCKED.
std::string_view text_of(Status status);
/// The same texts, whatever their case; nothing for any other.
std::optional<Status> status_of(std::string_view text);

/// Personal: sealed wherever it is stored. The UIN is not in it.
struct Person {
  Status status = Status::activated;
  std::string email;                   ///< may be empty
  std::string phone;                   ///< may be empty
  std::vector<std::string> languages;  ///< in the person's order; may be empty
  friend bool operator==(const Person&, const Person&) = default;
};

/// A person by UIN, as a file or an operator gives it.
struct Entry {
  std::string uin;
  Person person;
};

inline constexpr size_t uin_digits_max = 28;
inline constexpr size_t email_bytes_max = 254;
inline constexpr size_t phone_digits_min = 6;
inline constexpr size_t phone_digits_max = 15;
inline constexpr size_t languages_max = 8;
inline constexpr size_t language_bytes_max = 8;

/// One to uin_digits_max digits. Neither length nor check digit of the UINs that this server draws
/// is asked for: a country's numbers may be older than it.
bool is_uin(std::string_view text);

/// What is wrong with an entry: "email: not an e-mail address"; nothing: it can be kept. Never
/// holds a value of it.
std::optional<std::string> fault_of(const Entry& entry);

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, Person& x) {
  return f(x.status, x.email, x.phone, x.languages);
}
}  // namespace identity
