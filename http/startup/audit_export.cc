// http/startup/audit_export.cc: every chain as one stream of lines, written with the rights of
// whoever asks.
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <iostream>

#include "actors/audit/archive_io.h"
#include "actors/audit/chains_copy.h"
#include "actors/json/json_write.h"
#include "http/startup/audit_command.h"
#include "http/startup/audit_store.h"
#include "http/startup/console_line.h"
#include "http/startup/console_pages.h"
#include "http/startup/problem.h"
#include "http/startup/store_room.h"

namespace startup {
namespace {
constexpr size_t output_bytes = size_t{1} << 20;

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

  void line(std::string_view text) {
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

[[noreturn]] void refuse(const std::string& unreadable) { throw Problem(exit_fault, unreadable); }

int finish(Output& output, uint64_t records) {
  output.finish();
  std::cerr << records << " records\n";
  return exit_ok;
}

int export_in(ConsoleLine& server, const AuditExport& order) {
  Output output{order.file};
  json::ObjectWriter out{512};
  out.field("op", "audit export");
  out.field("from", order.from);
  out.field("to", order.to);
  out.list("filters", order.filters);
  int64_t records = 0;
  const auto line = [&](const std::string& text) { output.line(text); };
  for_each_line(server, std::move(out).finish(), line, [&](const json::Object& answer) {
    std::string unreadable;
    json::take(answer, "unreadable", unreadable);
    if (!unreadable.empty()) refuse(unreadable);
    json::take(answer, "records", records);
  });
  return finish(output, static_cast<uint64_t>(records));
}

int run_export(const config::Config& config, const Settings& settings, const AuditExport& order) {
  const auto wanted = audit::wanted_by(order.from, order.to, order.filters);
  if (!wanted.ok()) throw Problem(exit_usage, wanted.error().text);
  if (const auto server = running_server(settings)) return export_in(*server, order);
  const auto store = open_existing_store(settings);
  const auto store_key = opened_store_key(config, settings, *store);
  Output output{order.file};
  const audit::Listener told{[&](std::string_view line) { output.line(line); }, {}};
  const auto copied =
      audit::copy_chains(chains_of(settings, *store, store_key), wanted.value(), told);
  if (!copied.ok()) refuse(copied.error().text);
  return finish(output, copied.value());
}
}  // namespace

int export_audit(const Arguments& arguments, const AuditExport& order) {
  return run_command(arguments, [&](const config::Config& config, const Settings& settings) {
    return run_export(config, settings, order);
  });
}
}  // namespace startup
