// http/startup/audit_export.cc: every chain as one stream of lines.
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <iostream>

#include "actors/audit/archive_io.h"
#include "actors/audit/audit_filter.h"
#include "actors/audit/audit_merge.h"
#include "actors/audit/audit_owners.h"
#include "actors/audit/whole_chain.h"
#include "http/startup/audit_command.h"
#include "http/startup/audit_store.h"
#include "http/startup/problem.h"
#include "http/startup/store_room.h"

namespace startup {
namespace {
constexpr size_t output_bytes = size_t{1} << 20;

/// A time of the wire, or a day: its beginning.
UtcTime moment_of(const std::string& text, const char* name, UtcTime if_empty) {
  UtcTime moment = if_empty;
  if (text.empty() || parse_iso_utc(text, moment)) return moment;
  if (parse_iso_utc(text + "T00:00:00.000Z", moment)) return moment;
  throw Problem(exit_usage, fmt::format("--{}: give a day as 2026-03-01, or a time as "
                                        "2026-03-01T08:15:30.000Z",
                                        name));
}

/// What an order asks for.
struct Wanted {
  audit::Period period;
  audit::Filter filter;
  std::optional<store::Service> service;
};

void add_filter(const std::string& text, Wanted& wanted) {
  const size_t at = text.find('=');
  const std::string name = text.substr(0, at);
  const std::string value = at == std::string::npos ? "" : text.substr(at + 1);
  if (name == "service") wanted.service = audit::service_named(value);
  if (name == "service" && wanted.service) return;
  const auto field = audit::field_named(name);
  if (at == std::string::npos || !field)
    throw Problem(exit_usage,
                  "--filter: give MEMBER=VALUE, a member of the record such as eventType or id, or "
                  "service");
  wanted.filter.want(*field, value);
}

Wanted wanted_by(const AuditExport& order) {
  Wanted wanted;
  wanted.period = {moment_of(order.from, "from", UtcTime{}),
                   moment_of(order.to, "to", UtcTime::max())};
  for (const std::string& one : order.filters) add_filter(one, wanted);
  return wanted;
}

/// Lines to standard output, or to a file that has its name when it is whole and durable.
class Output {
 public:
  explicit Output(const std::string& file) : file_(file) {
    buffer_.reserve(output_bytes);
    if (file.empty()) return;
    if (std::filesystem::exists(file)) throw Problem(exit_unavailable, file + " is there already");
    ::unlink(unfinished().c_str());  // One that a killed export left.
    fd_ = ::open(unfinished().c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd_ < 0) fail("cannot make " + unfinished());
  }
  ~Output() {
    if (fd_ == STDOUT_FILENO) return;
    ::close(fd_);
    if (!is_whole_) ::unlink(unfinished().c_str());
  }
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  void line(const std::string& text) {
    buffer_ += text;
    buffer_ += '\n';
    if (buffer_.size() >= output_bytes) flush();
  }
  /// Throws Problem when what was given is not wholly written.
  void finish() {
    flush();
    if (fd_ == STDOUT_FILENO) return;
    if (::fsync(fd_) != 0) fail("cannot sync " + unfinished());
    if (std::rename(unfinished().c_str(), file_.c_str()) != 0) fail("cannot make " + file_);
    is_whole_ = true;
    const std::string folder = std::filesystem::path{file_}.parent_path();
    if (const auto fault = audit::sync_folder(folder.empty() ? "." : folder); !fault.empty())
      throw Problem(exit_unavailable, fault);
  }

 private:
  [[noreturn]] static void fail(const std::string& what) {
    throw Problem(exit_unavailable, audit::io_fault(what));
  }
  std::string unfinished() const { return file_ + ".new"; }

  void flush() {
    std::string_view rest = buffer_;
    while (!rest.empty()) {
      const ssize_t written = ::write(fd_, rest.data(), rest.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) fail("cannot write the export");
      rest.remove_prefix(static_cast<size_t>(written));
    }
    buffer_.clear();
  }

  std::string file_;
  int fd_ = STDOUT_FILENO;
  bool is_whole_ = false;
  std::string buffer_;
};

[[noreturn]] void refuse(store::Owner owner) {
  throw Problem(exit_fault, fmt::format("a record of service {} partition {} cannot be read: "
                                        "`idkernel audit verify` says which",
                                        audit::service_name(owner.service), owner.partition));
}

void add_chain(store::Owner owner, const Wanted& wanted, const store::View& view,
               const std::shared_ptr<const seal::WrappingKey>& store_key,
               const std::string& archive_dir, audit::Merge& merge) {
  auto chain = std::make_unique<audit::WholeChain>(owner, view, store_key, archive_dir);
  if (!chain->open(wanted.period).ok()) refuse(owner);
  if (!merge.add(owner, std::move(chain)).ok()) refuse(owner);
}

int run_export(const config::Config& config, const Settings& settings, const AuditExport& order) {
  const Wanted wanted = wanted_by(order);
  const auto store = open_existing_store(settings);
  const auto store_key = opened_store_key(config, settings, *store);
  Output output{order.file};
  audit::Merge merge;
  for (const store::Owner owner : audit::owners(settings.store.partitions))
    if (!wanted.service || owner.service == *wanted.service)
      add_chain(owner, wanted, *store, store_key, settings.audit.archive.dir, merge);
  uint64_t records = 0;
  for (;;) {
    const auto found = merge.next();
    if (!found.ok()) refuse(merge.last_read());
    if (!found.value()) break;
    const auto& [owner, entry] = *found.value();
    if (!wanted.filter.takes(entry.text)) continue;
    output.line(audit::line_of(owner, entry));
    ++records;
  }
  output.finish();
  std::cerr << records << " records\n";
  return exit_ok;
}
}  // namespace

int export_audit(const Arguments& arguments, const AuditExport& order) {
  return run_command(arguments, [&](const config::Config& config, const Settings& settings) {
    return run_export(config, settings, order);
  });
}
}  // namespace startup
