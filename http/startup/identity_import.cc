// http/startup/identity_import.cc: lines in groups, counts out.
#include "http/startup/identity_import.h"

#include <fmt/format.h>

#include <fstream>
#include <iostream>
#include <limits>
#include <vector>

#include "actors/base/text.h"
#include "actors/identity/identity_entry.h"
#include "actors/json/json_read.h"
#include "http/startup/arguments.h"
#include "http/startup/problem.h"
#include "http/startup/process.h"

namespace startup {
namespace {
constexpr size_t line_bytes_max = 4096;
/// One group is one order: its owners' writes share a sync.
constexpr size_t group_lines_max = 1000;
constexpr size_t group_bytes_max = size_t{512} << 10;
constexpr uint64_t told_faults_max = 1000;
constexpr uint64_t progress_lines = 100'000;

class Import {
 public:
  explicit Import(ConsoleLine& line) : line_(line) {}

  /// One line of the file; `whole` is false when it was longer than line_bytes_max.
  void take(std::string_view text, bool whole) {
    ++lines_;
    if (!whole) return refuse("longer than 4,096 bytes");
    if (text::is_blank(text)) return;
    const auto entry = identity::parse_entry(text);
    if (!entry.ok()) return refuse(entry.error());
    group_.append(group_lines_ == 0 ? "" : ",").append(text);
    ++group_lines_;
    if (group_lines_ == group_lines_max || group_.size() >= group_bytes_max) send();
  }
  void send() {
    if (group_lines_ == 0) return;
    const std::string answer =
        line_.order(R"({"op":"identity import","identities":[)" + group_ + "]}");
    group_.clear();
    group_lines_ = 0;
    add(answer);
    if (lines_ - told_lines_ < progress_lines) return;
    told_lines_ = lines_;
    std::cerr << totals() << '\n';
  }
  std::string totals() const {
    return fmt::format("{} lines: {} added, {} changed, {} unchanged, {} bad", lines_, added_,
                       changed_, unchanged_, bad_);
  }
  bool has_bad_lines() const { return bad_ > 0; }

 private:
  void refuse(const std::string& why) {
    if (++bad_ <= told_faults_max) std::cerr << "line " << lines_ << ": " << why << '\n';
    if (bad_ == told_faults_max) std::cerr << "further bad lines are only counted\n";
  }
  void add(const std::string& answer) {
    const json::Document document{answer};
    const auto object = document.object();
    std::string error = object ? "" : "the server's answer makes no sense";
    if (object) json::take(*object, "error", error);
    if (!error.empty())
      throw Problem(exit_unavailable, "up to line " + std::to_string(lines_) + ": " + error);
    for (const auto& [key, count] : {std::pair<const char*, int64_t*>{"added", &added_},
                                     {"changed", &changed_},
                                     {"unchanged", &unchanged_}}) {
      int64_t more = 0;
      json::take(*object, key, more);
      *count += more;
    }
  }

  ConsoleLine& line_;
  std::string group_;
  size_t group_lines_ = 0;
  uint64_t lines_ = 0, told_lines_ = 0, bad_ = 0;
  int64_t added_ = 0, changed_ = 0, unchanged_ = 0;
};
}  // namespace

int import_identities(ConsoleLine& line, const std::string& path) {
  std::ifstream file{path, std::ios::binary};
  if (!file) throw Problem(exit_unavailable, path + " cannot be read");
  Import import{line};
  std::vector<char> buffer(line_bytes_max + 1);
  while (file.getline(buffer.data(), static_cast<std::streamsize>(buffer.size())) ||
         file.gcount() > 0) {
    const bool whole = !file.fail() || file.eof();
    const auto bytes = static_cast<size_t>(file.gcount()) - (file.eof() || !whole ? 0 : 1);
    import.take({buffer.data(), bytes}, whole);
    if (whole) continue;
    file.clear();
    file.ignore(std::numeric_limits<std::streamsize>::max(), '\n');
  }
  if (file.bad()) throw Problem(exit_unavailable, path + " cannot be read to its end");
  import.send();
  say(import.totals());
  return import.has_bad_lines() ? exit_fault : exit_ok;
}
}  // namespace startup
