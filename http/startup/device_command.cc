// http/startup/device_command.cc: files in, a verdict out.
#include "http/startup/device_command.h"

#include <array>
#include <fstream>
#include <iostream>
#include <optional>

#include "actors/device/signed_answer.h"
#include "http/startup/arguments.h"

namespace startup {
namespace {
constexpr int exit_not_signed = 1;
constexpr size_t input_bytes_max = size_t{1} << 20;

std::optional<std::string> text_of(std::istream& in) {
  std::string text;
  std::array<char, 4096> block{};
  while (in.read(block.data(), block.size()) || in.gcount() > 0) {
    text.append(block.data(), static_cast<size_t>(in.gcount()));
    if (text.size() > input_bytes_max) return std::nullopt;
  }
  if (in.bad()) return std::nullopt;
  return text;
}

std::optional<std::string> text_in_file(const std::string& name) {
  if (name == "-") return text_of(std::cin);
  std::ifstream file{name, std::ios::binary};
  if (!file) return std::nullopt;
  return text_of(file);
}

int not_signed(const std::string& why) {
  std::cerr << "idkernel: " << why << '\n';
  return exit_not_signed;
}

/// As it was copied: without blanks around it and quotes of JSON.
std::string_view bare(std::string_view text) {
  constexpr std::string_view around = " \t\r\n\"";
  const size_t first = text.find_first_not_of(around);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(around) - first + 1);
}
}  // namespace

int verify_device_response(const DeviceResponse& order) {
  const auto pem = text_in_file(order.certificate_file);
  if (!pem) return not_signed(order.certificate_file + " cannot be read");
  const auto response = text_in_file(order.response_file);
  if (!response) return not_signed(order.response_file + " cannot be read");
  const auto certificate = crypto::Certificate::from_pem(*pem);
  if (!certificate.ok()) return not_signed(order.certificate_file + " is no certificate");
  const auto key = certificate.value().public_key();
  if (!key.ok()) return not_signed(order.certificate_file + " has no key that is known here");
  const auto said = device::verified_answer(bare(*response), key.value());
  if (!said) return not_signed("the response is not signed by the certificate's key");
  std::cout << *said << '\n' << device::digital_id_in(*said).value_or("") << '\n';
  return exit_ok;
}
}  // namespace startup
