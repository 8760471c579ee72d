// http/startup/message_figures.cc: names, help texts and sources.
#include "http/startup/message_figures.h"

namespace startup {
namespace {
using http::Figure;
using http::Figures;
using outbox::Channel;

Figures by_channel(std::string name, std::string help, bool is_counter,
                   std::function<uint64_t(Channel)> read) {
  return {std::move(name), std::move(help), is_counter, [read = std::move(read)] {
            std::vector<Figure> out;
            for (const Channel channel : outbox::channels)
              out.push_back(
                  {{{"channel", outbox::name_of(channel)}}, static_cast<double>(read(channel))});
            return out;
          }};
}

Figures counted(const Services& s, std::string name, std::string help,
                std::atomic<uint64_t> outbox::Figures::* counter) {
  return by_channel(std::move(name), std::move(help), true, [&s, counter](Channel channel) {
    return (outbox::of(*s.message_figures(), channel).*counter).load();
  });
}

using Count = uint64_t (outbox::Waiting::*)(Channel) const;
std::function<uint64_t(Channel)> over_partitions(const Services& s, Count count) {
  return [&s, count](Channel channel) {
    uint64_t sum = 0;
    for (const auto& one : s.waiting()) sum += ((*one).*count)(channel);
    return sum;
  };
}
}  // namespace

std::vector<Figures> message_figures(const Services& s) {
  std::vector<Figures> out;
  out.push_back(by_channel("idkernel_outbox_queued_total", "Messages queued", true,
                           over_partitions(s, &outbox::Waiting::queued)));
  out.push_back(by_channel("idkernel_outbox_waiting", "Messages that wait for delivery", false,
                           over_partitions(s, &outbox::Waiting::count)));
  out.push_back(counted(s, "idkernel_outbox_sent_total", "Messages that a provider took",
                        &outbox::Figures::sent));
  out.push_back(counted(s, "idkernel_outbox_failed_total", "Deliveries that failed",
                        &outbox::Figures::failed));
  out.push_back(
      counted(s, "idkernel_outbox_dead_total", "Messages given up", &outbox::Figures::dead));
  out.push_back(counted(s, "idkernel_outbox_captured_total", "Messages captured for reading",
                        &outbox::Figures::captured));
  return out;
}

std::vector<http::Health> provider_health(const std::vector<WatchedProvider>& providers) {
  std::vector<http::Health> out;
  for (const WatchedProvider& one : providers) {
    const bool open = one.state->open;
    out.push_back(
        {outbox::name_of(one.channel) + std::string{"Provider"},
         open ? http::Health::Status::warning : http::Health::Status::up,
         open ? "deliveries fail: messages wait, the provider is tried now and then" : ""});
  }
  return out;
}
}  // namespace startup
