// store/marks.cc: the marks are decimal text, so that an operator's tool shows them as they are.
#include "store/marks.h"

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

namespace store {
namespace {
std::optional<uint32_t> number_of(const std::string& text) {
  uint32_t number = 0;
  const char* end = text.data() + text.size();
  const auto [at, fault] = std::from_chars(text.data(), end, number);
  if (fault != std::errc{} || at != end) return std::nullopt;
  return number;
}

void write_marks(RocksStore& store, const OpenOptions& options) {
  Batch batch{system_owner};
  batch.put("format", std::to_string(store_format));
  batch.put("partitions", std::to_string(options.partitions));
  if (options.dev) batch.put("dev", "1");
  store.write({&batch, 1});
}

std::string fault_of_format(uint32_t format) {
  if (format <= store_format) return {};
  return "the store was written by a newer idkernel (format " + std::to_string(format) +
         ", this one knows up to " + std::to_string(store_format) +
         "): start that version, or restore a backup made by this one";
}

std::string fault_of_partitions(uint32_t stored, uint32_t wanted) {
  if (stored == wanted) return {};
  const std::string number = std::to_string(stored);
  return "idkernel.partitions is " + std::to_string(wanted) + " but the store was made with " +
         number +
         ": every key is stored under its partition, so the number cannot change; set "
         "idkernel.partitions=" +
         number;
}

std::string fault_of_dev(bool stored, const OpenOptions& options) {
  if (!stored || options.dev) return {};
  return "the store in " + options.dir +
         " was made with --dev and holds well-known sample users and secrets: start with --dev, or "
         "give --data-dir a new directory";
}
}  // namespace

std::string claim(RocksStore& store, bool is_new, const OpenOptions& options) {
  if (is_new) {
    write_marks(store, options);
    return {};
  }
  const auto format = store.get(system_owner, "format");
  const auto partitions = store.get(system_owner, "partitions");
  const auto dev = store.get(system_owner, "dev");
  if (!format.ok() || !partitions.ok() || !dev.ok()) {
    return "the marks of the store in " + options.dir + " cannot be read";
  }
  const auto known_format = format.value() ? number_of(*format.value()) : std::nullopt;
  const auto known_partitions = partitions.value() ? number_of(*partitions.value()) : std::nullopt;
  if (!known_format || !known_partitions) {
    return "the directory " + options.dir + "/store does not hold a store of idkernel";
  }
  if (auto fault = fault_of_format(*known_format); !fault.empty()) return fault;
  if (auto fault = fault_of_partitions(*known_partitions, options.partitions); !fault.empty()) {
    return fault;
  }
  return fault_of_dev(dev.value().has_value(), options);
}
}  // namespace store
