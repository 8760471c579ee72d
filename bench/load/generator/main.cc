// bench/load/generator/main.cc: idkernel-load: arguments, one run, three reports.
#include <curl/curl.h>
#include <fmt/chrono.h>
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>

#include "bench/load/generator/driver.h"
#include "bench/load/generator/report.h"

namespace {
constexpr int exit_wrong_answers = 1;
constexpr int exit_no_run = 2;

struct Arguments {
  std::filesystem::path scenario;
  load::Target target;
  load::SignIn sign_in{"admin", "idkernel-dev", "idkernel-dev"};
  load::Plan plan;
  double rate = 0;
  std::string arrivals = "poisson";
  std::filesystem::path csv;
  std::filesystem::path html;
  bool quiet = false;
};

void declare(CLI::App& app, Arguments& to) {
  app.add_option("scenario", to.scenario, "a file of bench/scenarios")->required();
  app.add_option("--url", to.target.base, "where the API is, such as http://127.0.0.1:8080")
      ->required();
  app.add_option("--management", to.target.management,
                 "where the management port is: the server's CPU and memory are sampled there");
  app.add_option("--cacert", to.target.ca_file,
                 "trust anchors for https (PEM); default: the system's");
  app.add_option("--app-id", to.sign_in.app_id, "for the sign-in")->capture_default_str();
  app.add_option("--client", to.sign_in.client_id, "client id; empty: requests carry no token")
      ->capture_default_str();
  app.add_option("--secret", to.sign_in.secret, "the client's; default: that of --dev")
      ->envname("IDKERNEL_LOAD_SECRET");
  app.add_option("--connections", to.plan.connections,
                 "closed loop: so many clients; with --rate: at most so many at once")
      ->check(CLI::Range(1, 20'000))
      ->capture_default_str();
  app.add_option("--rate", to.rate, "open loop: operations that arrive a second");
  app.add_option("--arrivals", to.arrivals, "of the open loop")
      ->check(CLI::IsMember({"poisson", "even"}))
      ->capture_default_str();
  app.add_option("--ramp", to.plan.climb,
                 "seconds from nothing to the whole load; not in the table")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  app.add_option("--seconds", to.plan.seconds, "after the ramp")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("--seed", to.plan.seed, "of what is drawn")->capture_default_str();
  app.add_option("--csv", to.csv, "file to write");
  app.add_option("--html", to.html, "file to write: a page with plots");
  app.add_flag("--quiet", to.quiet, "no progress line");
}

void show_progress(const load::Tally& tally, double now) {
  if (tally.seconds().empty()) return;
  const load::Second& last = tally.seconds().back();
  fmt::print(stderr,
             "\r{:6.0f} s {:>8}/s  p50 {:8.2f} ms  p99 {:8.2f} ms  refused {:>6}  wrong {:>6} ",
             now, last.right, static_cast<double>(last.p50_us) / 1000,
             static_cast<double>(last.p99_us) / 1000, last.refused, last.wrong);
  std::fflush(stderr);
}

void write_file(const std::filesystem::path& path, const std::string& text) {
  if (path.empty()) return;
  std::ofstream out(path, std::ios::binary);
  out << text;
  out.close();
  if (!out) throw std::runtime_error(path.string() + ": cannot be written");
}

std::string plan_text(const load::Plan& plan) {
  const std::string loop =
      plan.rate ? fmt::format("open loop, {:g} operations/s {}, at most {} at once", *plan.rate,
                              plan.poisson ? "as of independent clients" : "evenly spaced",
                              plan.connections)
                : fmt::format("closed loop, {} clients", plan.connections);
  return fmt::format("{}, {:g} s after {:g} s of ramp, seed {}", loop, plan.seconds, plan.climb,
                     plan.seed);
}

int run(Arguments& with) {
  load::Scenario scenario = load::read_scenario(with.scenario);
  // Another run against the same server must not draw the same serials.
  const auto began = std::chrono::system_clock::now();
  auto serial = static_cast<uint64_t>(
      std::chrono::duration_cast<std::chrono::microseconds>(began.time_since_epoch()).count());
  load::Companion companion(with.target, with.sign_in);
  load::prepare(scenario, with.target, companion.token(), serial, with.plan.seed);
  companion.start();
  const auto progress = [&](const load::Tally& tally, double now) {
    if (!with.quiet) show_progress(tally, now);
  };
  const load::Tally tally =
      load::drive(scenario, with.target, with.plan, companion, serial, progress);
  if (!with.quiet) fmt::print(stderr, "\n");
  const load::Report report{
      scenario.name,
      scenario.description,
      {{"server", with.target.base},
       {"time", fmt::format("{:%Y-%m-%dT%H:%M:%SZ}",
                            fmt::gmtime(std::chrono::system_clock::to_time_t(began)))},
       {"plan", plan_text(with.plan)},
       {"samples and sign-ins without an answer", std::to_string(companion.missed())}},
      tally,
      companion.samples(),
      with.plan.seconds};
  fmt::print("{}", load::as_text(report));
  write_file(with.csv, load::as_csv(report));
  write_file(with.html, load::as_html(report));
  return tally.reasons().empty() && tally.unstarted() == 0 ? 0 : exit_wrong_answers;
}
}  // namespace

int main(int argc, char** argv) {
  CLI::App app{
      "Puts load on a server and checks each answer. Ends with 0 when every answer was right, 1 "
      "when one "
      "was refused, wrong or not asked for in time, 2 when there was no run."};
  Arguments arguments;
  declare(app, arguments);
  CLI11_PARSE(app, argc, argv);
  if (arguments.rate > 0) arguments.plan.rate = arguments.rate;
  arguments.plan.poisson = arguments.arrivals == "poisson";
  curl_global_init(CURL_GLOBAL_DEFAULT);
  int result = exit_no_run;
  try {
    result = run(arguments);
  } catch (const std::exception& fault) {
    fmt::print(stderr, "idkernel-load: {}\n", fault.what());
  }
  curl_global_cleanup();
  return result;
}
