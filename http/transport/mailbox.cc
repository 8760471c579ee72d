// http/transport/mailbox.cc: the queue into a reactor, and the replies that fill it.
#include "http/transport/mailbox.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <stdexcept>

#include "http/transport/burst.h"

namespace http::transport {

thread_local Dispatch* Dispatch::current = nullptr;

Mailbox::Mailbox() : event_fd_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
  if (event_fd_ < 0) throw std::runtime_error("transport: no descriptor left for an eventfd");
}

Mailbox::~Mailbox() {
  close();
  ::close(event_fd_);
}

void Mailbox::wake() const {
  const uint64_t one = 1;
  // It could only fail with a full counter, after 2^64 wakes.
  [[maybe_unused]] const auto written = ::write(event_fd_, &one, sizeof one);
}

void Mailbox::post(Ticket ticket, Response response) {
  bool first = false;
  {
    const std::lock_guard lock(mutex_);
    if (closed_) return;
    first = answers_.empty() && arrivals_.empty();
    answers_.push_back({ticket, std::move(response)});
  }
  if (first) wake();
}

void Mailbox::post(std::vector<Answer> answers) {
  if (answers.empty()) return;
  bool first = false;
  {
    const std::lock_guard lock(mutex_);
    if (closed_) return;
    first = answers_.empty() && arrivals_.empty();
    std::move(answers.begin(), answers.end(), std::back_inserter(answers_));
  }
  if (first) wake();
}

void Mailbox::post(Arrival arrival) {
  bool first = false;
  {
    const std::lock_guard lock(mutex_);
    if (closed_) {
      ::close(arrival.fd);
      return;
    }
    first = answers_.empty() && arrivals_.empty();
    arrivals_.push_back(std::move(arrival));
  }
  if (first) wake();
}

void Mailbox::take(std::vector<Answer>& answers, std::vector<Arrival>& arrivals) {
  answers.clear();
  arrivals.clear();
  const std::lock_guard lock(mutex_);
  answers.swap(answers_);
  arrivals.swap(arrivals_);
}

void Mailbox::close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  answers_.clear();
  for (const Arrival& arrival : arrivals_) ::close(arrival.fd);
  arrivals_.clear();
}

namespace {
/// The dispatch of this very request on this very thread, or null.
Dispatch* dispatch_of(const Mailbox* mailbox, const Ticket& ticket) {
  Dispatch* now = Dispatch::current;
  const bool same = now != nullptr && now->mailbox == mailbox &&
                    now->ticket.connection == ticket.connection &&
                    now->ticket.sequence == ticket.sequence;
  return same ? now : nullptr;
}
}  // namespace

Reply::Reply(std::shared_ptr<Mailbox> mailbox, Ticket ticket)
    : mailbox_(std::move(mailbox)), ticket_(ticket) {}

void Reply::send(Response response) const {
  if (!mailbox_) return;
  if (Dispatch* now = dispatch_of(mailbox_.get(), ticket_)) {
    if (!now->answer) now->answer = std::move(response);
    return;
  }
  if (Burst* burst = Burst::current()) return burst->add(*this, std::move(response));
  mailbox_->post(ticket_, std::move(response));
}

bool Reply::is_client_gone() const {
  return mailbox_ != nullptr && !mailbox_->living().has(ticket_.fd, ticket_.connection);
}

void Reply::set_silent_tag(uint64_t tag) const {
  if (Dispatch* now = dispatch_of(mailbox_.get(), ticket_)) now->silent_tag = tag;
}

void send_many(std::vector<std::pair<Reply, Response>> answers) {
  std::vector<Answer> group;
  for (size_t begin = 0; begin < answers.size();) {
    const auto mailbox = answers[begin].first.mailbox_;
    size_t end = begin;
    group.clear();
    for (; end < answers.size() && answers[end].first.mailbox_ == mailbox; ++end) {
      group.push_back({answers[end].first.ticket_, std::move(answers[end].second)});
    }
    // Inside a handler, the answer to the very request it works on goes the direct way.
    if (mailbox && Dispatch::current == nullptr)
      mailbox->post(std::move(group));
    else {
      for (size_t i = begin; i < end; ++i)
        answers[i].first.send(std::move(group[i - begin].response));
    }
    begin = end;
  }
}

}  // namespace http::transport
