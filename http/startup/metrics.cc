// http/startup/metrics.cc: names, help texts and sources of the figures.
#include "http/startup/metrics.h"

#include <fmt/format.h>

#include <limits>
#include <map>

#include "actors/keymanager/key_check.h"
#include "http/process_figures.h"
#include "http/startup/archive_figures.h"
#include "http/startup/issuer_figures.h"
#include "http/startup/key_figures.h"
#include "http/startup/message_figures.h"
#include "http/startup/prereg_figures.h"
#include "http/startup/repository_figures.h"

namespace startup {
namespace {
using http::Figure;
using http::Figures;
using Read = std::function<double(const Watched&)>;

/// One value a (service, partition).
Figures per_partition(const MetricSources& s, std::string name, std::string help, bool is_counter,
                      Read read) {
  return {
      std::move(name), std::move(help), is_counter, [&s, read] {
        std::vector<Figure> out;
        for (const Watched& one : s.services.watched()) {
          out.push_back({{{"service", one.service}, {"partition", fmt::to_string(one.partition)}},
                         read(one)});
        }
        return out;
      }};
}

Figures single(std::string name, std::string help, bool is_counter, std::function<double()> read) {
  return {std::move(name), std::move(help), is_counter,
          [read = std::move(read)] { return std::vector<Figure>{{{}, read()}}; }};
}

double number(uint64_t value) { return static_cast<double>(value); }

void add_partitions(const MetricSources& s, std::vector<Figures>& out) {
  out.push_back(per_partition(s, "idkernel_partition_in_flight", "Requests on their way", false,
                              [](const Watched& w) { return number(w.gate->in_flight()); }));
  out.push_back(per_partition(s, "idkernel_partition_refused_total",
                              "Requests refused because too many were on their way", true,
                              [](const Watched& w) { return number(w.gate->refused()); }));
  out.push_back(per_partition(s, "idkernel_partition_batches_total", "Batches sent to the journal",
                              true, [](const Watched& w) { return number(w.figures->batches); }));
  out.push_back(per_partition(s, "idkernel_partition_batch_records_total",
                              "Puts and erases in those batches", true,
                              [](const Watched& w) { return number(w.figures->batch_records); }));
  out.push_back(per_partition(s, "idkernel_partition_failed_total",
                              "Requests that threw and were answered as internal", true,
                              [](const Watched& w) { return number(w.figures->failed); }));
  out.push_back(per_partition(s, "idkernel_audit_chain_broken",
                              "1 while the audit chain cannot be read, and so cannot grow", false,
                              [](const Watched& w) { return w.trail.is_broken() ? 1.0 : 0.0; }));
  out.push_back(per_partition(s, "idkernel_partition_refused_full_total",
                              "Writes refused because the disk is nearly full", true,
                              [](const Watched& w) { return number(w.figures->refused_full); }));
  out.push_back(
      per_partition(s, "idkernel_partition_commit_wait_seconds_total",
                    "Time from sending a batch until it was durable, over all batches", true,
                    [](const Watched& w) { return number(w.figures->commit_ns.sum_ns()) * 1e-9; }));
}

/// The token verifiers of all reactors together.
void add_tokens(const MetricSources& s, std::vector<Figures>& out) {
  const auto add = [&](const char* name, const char* help, auto read) {
    out.push_back(single(name, help, true,
                         [figures = s.token_checks, read] { return number(read(*figures)); }));
  };
  add("idkernel_token_cache_hits_total", "Tokens answered from memory",
      [](const auto& f) { return f.hits.load(); });
  add("idkernel_token_cache_misses_total", "Tokens whose signature was checked",
      [](const auto& f) { return f.misses.load(); });
  add("idkernel_token_refused_total", "Tokens refused, for whatever reason", [](const auto& f) {
    uint64_t sum = 0;
    for (const auto& count : f.refused) sum += count.load();
    return sum;
  });
}

/// Levels of the number services, summed over partitions; and how much of the space is taken.
void add_pools(const MetricSources& s, std::vector<Figures>& out) {
  out.push_back({"idkernel_pool_numbers", "Numbers of a service by state", false, [&s] {
                   std::map<std::string, std::array<uint64_t, 4>> sums;
                   for (const Watched& one : s.services.watched()) {
                     if (!one.gauges) continue;
                     auto& sum = sums[one.service];
                     sum[0] += one.gauges->unused;
                     sum[1] += one.gauges->issued;
                     sum[2] += one.gauges->assigned;
                     sum[3] += one.gauges->expired;
                   }
                   std::vector<Figure> figures;
                   constexpr std::array states{"unused", "issued", "assigned", "expired"};
                   for (const auto& [service, sum] : sums) {
                     for (size_t i = 0; i < states.size(); ++i) {
                       figures.push_back(
                           {{{"service", service}, {"state", states[i]}}, number(sum[i])});
                     }
                   }
                   return figures;
                 }});
  std::vector<Figure> spaces;
  for (const auto& [service, numbers] :
       {std::pair{"uin", &s.settings.uin}, {"prid", &s.settings.prid}, {"vid", &s.settings.vid}}) {
    const number::Space& space = numbers->space;
    spaces.push_back({{{"service", service}, {"kind", space.exact ? "exact" : "estimate"}},
                      number(space.numbers)});
  }
  out.push_back({"idkernel_pool_space_numbers", "Numbers that the rules of a service leave", false,
                 [spaces] { return spaces; }});
  out.push_back({"idkernel_pool_space_used_ratio",
                 "Share of the space that is unused, issued, assigned or expired", false,
                 [&s, spaces] {
                   std::vector<Figure> figures;
                   for (const Figure& space : spaces) {
                     uint64_t used = 0;
                     for (const Watched& one : s.services.watched()) {
                       if (!one.gauges || one.service != space.labels[0].second) continue;
                       used += one.gauges->unused + one.gauges->issued + one.gauges->assigned +
                               one.gauges->expired;
                     }
                     figures.push_back({{space.labels[0]}, number(used) / space.value});
                   }
                   return figures;
                 }});
}

void add_lane(const std::string& lane, std::function<crypto_pool::LaneStats()> stats,
              std::vector<Figures>& out) {
  const auto add = [&](const char* name, const char* help, bool is_counter, auto field) {
    out.push_back({"idkernel_crypto_" + lane + '_' + name, help, is_counter,
                   [stats, field] { return std::vector<Figure>{{{}, field(stats())}}; }});
  };
  add("queued", "Jobs that wait or run", false, [](const auto& s) { return number(s.queued); });
  add("done_total", "Jobs done", true, [](const auto& s) { return number(s.done); });
  add("refused_total", "Jobs refused because too many waited", true,
      [](const auto& s) { return number(s.refused); });
  add("cancelled_total", "Jobs dropped because their client had gone or their deadline had passed",
      true, [](const auto& s) { return number(s.cancelled); });
  add("busy_seconds_total", "Time that workers worked", true,
      [](const auto& s) { return number(s.busy_nanoseconds) * 1e-9; });
}

void add_store(const MetricSources& s, std::vector<Figures>& out) {
  const auto& store = s.store;
  const auto add = [&](const char* name, const char* help, auto read) {
    out.push_back(single(name, help, false, [&store, read] { return read(store.figures()); }));
  };
  add("idkernel_store_disk_bytes", "Bytes below the data directory's store",
      [](const auto& f) { return number(f.disk_bytes); });
  add("idkernel_store_memtable_bytes", "Memory of writes that are not in files yet",
      [](const auto& f) { return number(f.memtable_bytes); });
  add("idkernel_store_block_cache_bytes", "Memory of the block cache",
      [](const auto& f) { return number(f.block_cache_bytes); });
  add("idkernel_store_pending_compaction_bytes", "Bytes that wait for compaction",
      [](const auto& f) { return number(f.pending_compaction_bytes); });
  add("idkernel_store_table_reader_bytes", "Memory of indexes and filters of open tables",
      [](const auto& f) { return number(f.table_reader_bytes); });
  add("idkernel_store_background_errors", "Errors of flushes and compactions",
      [](const auto& f) { return number(f.background_errors); });
  out.push_back(single("idkernel_store_free_bytes", "Free bytes of the file system", false,
                       [&s] { return number(s.space.bytes_free()); }));
}

http::Buckets buckets_of(const store::CommitFigures& commits) {
  using Histogram = store::DurationHistogram;
  http::Buckets out;
  for (size_t i = 0; i < Histogram::buckets; ++i) {
    const bool last = i + 1 == Histogram::buckets;
    out.buckets.push_back(
        {last ? std::numeric_limits<double>::infinity() : number(Histogram::bound_ns(i)) * 1e-9,
         commits.commit_ns.count(i)});
  }
  out.sum = number(commits.commit_ns.sum_ns()) * 1e-9;
  return out;
}

void add_journal(const MetricSources& s, std::vector<Figures>& out) {
  const auto& commits = s.store.commits();
  const auto add = [&](const char* name, const char* help, auto field) {
    out.push_back(single(name, help, true, [&commits, field] { return number(commits.*field); }));
  };
  add("idkernel_journal_synced_writes_total", "Synced writes",
      &store::CommitFigures::synced_writes);
  add("idkernel_journal_batches_total", "Batches that they made durable",
      &store::CommitFigures::commits);
  add("idkernel_journal_records_total", "Puts and erases in them", &store::CommitFigures::records);
  add("idkernel_journal_bytes_total", "Bytes of them", &store::CommitFigures::bytes);
}

void add_transport(const MetricSources& s, std::vector<Figures>& out) {
  const auto add = [&](const char* name, const char* help, bool is_counter, auto field) {
    out.push_back(single(std::string{"idkernel_http_"} + name, help, is_counter,
                         [&s, field] { return number(s.api.stats().*field); }));
  };
  using Stats = http::transport::Stats;
  add("connections", "Open connections", false, &Stats::connections);
  add("in_flight", "Requests that are being answered", false, &Stats::in_flight);
  add("accepted_total", "Connections accepted", true, &Stats::accepted);
  add("refused_connections_total", "Connections beyond the limit", true,
      &Stats::refused_connections);
  add("framed_requests_total", "Requests that came whole", true, &Stats::requests);
  add("bytes_in_total", "Bytes received", true, &Stats::bytes_in);
  add("bytes_out_total", "Bytes sent", true, &Stats::bytes_out);
  add("bad_requests_total", "Requests that were no valid HTTP", true, &Stats::bad_requests);
  add("too_large_total", "Requests beyond a size limit", true, &Stats::too_large);
  add("refused_bodies_total", "Requests beyond the limit of all bodies together", true,
      &Stats::refused_bodies);
  add("slow_readers_total", "Clients cut off because they did not read", true,
      &Stats::slow_readers);
  add("late_replies_total", "Answers whose client had gone", true, &Stats::late_replies);
  add("request_timeouts_total", "Requests that no actor answered in time", true,
      &Stats::request_timeouts);
  out.push_back(
      single("idkernel_rate_limited_total", "Requests refused by a rate limit", true, [&s] {
        return number(s.context.by_address->refused() + s.context.by_subject->refused() +
                      s.context.by_caller->refused() + s.services.refused_secrets());
      }));
}

void add_keys(const MetricSources& s, std::vector<Figures>& out) {
  const auto ring = [board = s.context.actors.keys.board] { return board->ring(); };
  out.push_back(
      {"idkernel_key_days_to_expiry",
       "Days until the newest key of a name that is renewed by time ends, below 0 when it is over",
       false, [ring] {
         std::vector<Figure> figures;
         for (const auto& [name, days] : days_to_expiry(*ring(), system_now()))
           figures.push_back(
               {{{"application", name.application_id}, {"reference", name.reference_id}}, days});
         return figures;
       }});
  out.push_back({"idkernel_keys", "Key versions by where their private half is", false, [ring] {
                   std::vector<Figure> figures;
                   for (const auto& [kept, count] : count_by_kept(*ring()))
                     figures.push_back(
                         {{{"kept", std::string{keymanager::text_of(kept)}}}, number(count)});
                   return figures;
                 }});
  out.push_back({"idkernel_keys_ending",
                 "Newest keys of names that are not renewed by time, and end soon or are over",
                 false, [ring] {
                   std::vector<Figure> figures;
                   for (const auto& [kept, ending] : ending_keys(*ring(), system_now())) {
                     const std::string text{keymanager::text_of(kept)};
                     figures.push_back({{{"kept", text}, {"within", "30d"}}, number(ending.soon)});
                     figures.push_back({{{"kept", text}, {"within", "0d"}}, number(ending.over)});
                   }
                   return figures;
                 }});
  out.push_back(single("idkernel_keys_missing",
                       "Keys that ended and that the keystore lacked at the start", false,
                       [&s] { return number(s.context.actors.keys.missing.size()); }));
}

void add_process(std::vector<Figures>& out) {
  out.push_back(single("process_cpu_seconds_total", "CPU time, user and system", true,
                       [] { return http::process_figures().cpu_seconds; }));
  out.push_back(single("process_resident_memory_bytes", "Resident memory", false,
                       [] { return number(http::process_figures().resident_bytes); }));
  out.push_back(single("process_open_fds", "Open descriptors", false,
                       [] { return number(http::process_figures().open_descriptors); }));
  out.push_back(single("process_threads", "Threads", false,
                       [] { return number(http::process_figures().threads); }));
}
}  // namespace

std::shared_ptr<http::Collected> collected(const MetricSources& sources) {
  std::vector<Figures> figures;
  add_partitions(sources, figures);
  add_tokens(sources, figures);
  add_pools(sources, figures);
  add_lane("fast", [&sources] { return sources.services.crypto().fast_stats(); }, figures);
  add_lane("slow", [&sources] { return sources.services.crypto().slow_stats(); }, figures);
  add_lane("device", [&sources] { return sources.services.crypto().device_stats(); }, figures);
  add_store(sources, figures);
  add_journal(sources, figures);
  add_transport(sources, figures);
  add_keys(sources, figures);
  for (Figures& one : archive_figures(sources.services)) figures.push_back(std::move(one));
  for (Figures& one : message_figures(sources.services)) figures.push_back(std::move(one));
  for (Figures& one : issuer_figures(sources.services.external_keys(), Clock{system_now}))
    figures.push_back(std::move(one));
  for (Figures& one : repository_figures(sources.services.repository()))
    figures.push_back(std::move(one));
  for (Figures& one : prereg_figures(sources.settings.prereg.board))
    figures.push_back(std::move(one));
  add_process(figures);
  auto out = std::make_shared<http::Collected>();
  for (Figures& one : figures) out->add(std::move(one));
  out->add(http::HistogramFigures{"idkernel_journal_commit_seconds", "Time of one synced write",
                                  [&sources] { return buckets_of(sources.store.commits()); }});
  return out;
}

namespace {
http::Health chain_health(const std::vector<Watched>& partitions) {
  std::string broken;
  for (const Watched& one : partitions) {
    if (!one.trail.is_broken()) continue;
    broken += fmt::format("{}{} {}", broken.empty() ? "" : ", ", one.service, one.partition);
  }
  if (broken.empty()) return {"auditChains", http::Health::Status::up, "all can be read"};
  return {"auditChains", http::Health::Status::warning, "cannot be read: " + broken};
}
}  // namespace

std::vector<http::Health> health_of(const MetricSources& sources) {
  using Status = http::Health::Status;
  std::vector<http::Health> out;
  const bool low = sources.space.low();
  out.push_back({"diskSpace", low ? Status::down : Status::up,
                 fmt::format("{} bytes free, writes need {}", sources.space.bytes_free(),
                             sources.space.bytes_free_min())});
  const uint64_t errors = sources.store.figures().background_errors;
  out.push_back({"store", errors == 0 ? Status::up : Status::down,
                 fmt::format("{} background errors", errors)});
  for (const char* service : {"uin", "prid", "vid"}) {
    uint64_t unused = 0;
    for (const Watched& one : sources.services.watched()) {
      if (one.gauges && one.service == service) unused += one.gauges->unused;
    }
    out.push_back({std::string{service} + "Pool", unused == 0 ? Status::warning : Status::up,
                   fmt::format("{} unused", unused)});
  }
  out.push_back(chain_health(sources.services.watched()));
  for (http::Health& part : key_health(sources.context.actors.keys, system_now()))
    out.push_back(std::move(part));
  for (http::Health& part : issuer_health(sources.services.external_keys()))
    out.push_back(std::move(part));
  for (http::Health& part : repository_health(sources.services.repository()))
    out.push_back(std::move(part));
  out.push_back(prereg_health(*sources.settings.prereg.board));
  for (http::Health& part : provider_health(sources.services.providers()))
    out.push_back(std::move(part));
  return out;
}
}  // namespace startup
