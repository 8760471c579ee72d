// actors/auth/user_desk.cc: asking one partition after another for one answer.
#include "actors/auth/user_desk.h"

#include <algorithm>
#include <map>
#include <span>

#include "actors/base/partition_of.h"
#include "actors/partition/flow.h"

namespace auth {
namespace {
using Users = std::vector<User>;

/// One question under way, about users of one application's realm.
template <class Answer>
class Question : public partition::Flow<UserDesk::pointer, Answer> {
 public:
  Question(UserDesk::pointer self, std::shared_ptr<const UserDeskConfig> config, std::string app_id)
      : partition::Flow<UserDesk::pointer, Answer>(self),
        config_(std::move(config)),
        app_id_(std::move(app_id)) {}

 protected:
  void start() final {
    const auto app = config_->apps.find(app_id_);
    app.ok() ? start_in(app.value().realm) : this->fail(app.faults());
  }
  virtual void start_in(const std::string& realm) = 0;

  template <class T, class Next, class... Message>
  void ask_partition(size_t partition, Next next, Message... message) {
    this->template ask<T>(config_->partitions[partition], std::move(next), std::move(message)...);
  }

  const std::shared_ptr<const UserDeskConfig> config_;

 private:
  const std::string app_id_;
};

/// The names of one partition: their places in the request, and their keys.
struct Share {
  std::vector<size_t> places;
  std::vector<std::string> user_keys;
};

template <class Answer>
class QuestionByName : public Question<Answer> {
 public:
  QuestionByName(UserDesk::pointer self, std::shared_ptr<const UserDeskConfig> config,
                 const UsersByName& request)
      : Question<Answer>(self, std::move(config), request.app_id),
        user_names_(request.user_names),
        by_(request.by) {}

 protected:
  void start_in(const std::string& realm) override {
    const auto partitions = static_cast<uint16_t>(this->config_->partitions.size());
    for (size_t i = 0; i < user_names_.size(); ++i) {
      std::string key = user_key_of(*this->config_->index_key, realm, user_names_[i]);
      Share& share = shares_[partition_of(key, partitions)];
      share.places.push_back(i);
      share.user_keys.push_back(std::move(key));
    }
    next();
  }
  /// Takes the first share that is left to `ask_share`; when there is none, finishes.
  void next() {
    if (shares_.empty()) return finish();
    const auto first = shares_.begin();
    const auto [partition, share] = *first;
    shares_.erase(first);
    ask_share(partition, share);
  }
  virtual void ask_share(uint16_t partition, const Share& share) = 0;
  virtual void finish() = 0;

  const std::vector<std::string> user_names_;
  const audit::Origin by_;

 private:
  std::map<uint16_t, Share> shares_;
};

class NamedQuestion final : public QuestionByName<Users> {
 public:
  using QuestionByName::QuestionByName;

 private:
  void ask_share(uint16_t partition, const Share& share) override {
    found_.resize(user_names_.size());
    ask_partition<FoundUsers>(
        partition,
        [this, share](const FoundUsers& found) {
          for (size_t i = 0; i < share.places.size(); ++i) found_[share.places[i]] = found.users[i];
          next();
        },
        look_atom::value, share.user_keys, by_);
  }
  void finish() override {
    std::erase_if(found_, [](const User& user) { return user.user_name.empty(); });
    answer(std::move(found_));
  }

  Users found_;
};

class SaltsQuestion final : public QuestionByName<UserSalts> {
 public:
  using QuestionByName::QuestionByName;

 private:
  void ask_share(uint16_t partition, const Share& share) override {
    salts_.resize(user_names_.size());
    SaltRequest request{share.user_keys, {}, by_};
    for (size_t i = 0; i < share.user_keys.size(); ++i) {
      std::string& salt = request.fresh.emplace_back(sync_salt_bytes, '\0');
      config_->random->fill(std::as_writable_bytes(std::span{salt}));
    }
    ask_partition<FoundSalts>(
        partition,
        [this, share](const FoundSalts& found) {
          for (size_t i = 0; i < share.places.size(); ++i)
            salts_[share.places[i]] = {user_names_[share.places[i]], found.salts[i]};
          next();
        },
        salt_atom::value, std::move(request));
  }
  void finish() override {
    std::erase_if(salts_, [](const auto& one) { return one.second.empty(); });
    answer(std::move(salts_));
  }

  UserSalts salts_;
};

class FilterQuestion final : public Question<Users> {
 public:
  FilterQuestion(UserDesk::pointer self, std::shared_ptr<const UserDeskConfig> config,
                 UsersByFilter request)
      : Question(self, std::move(config), request.app_id), request_(std::move(request)) {}

 private:
  void start_in(const std::string& realm) override {
    request_.filter.realm = realm;
    step(0, {});
  }
  void step(size_t partition, const std::string& from) {
    if (partition == config_->partitions.size() || found_.size() == request_.take)
      return answer(std::move(found_));
    if (std::chrono::steady_clock::now() >= request_.until) return fail(Errc::overloaded);
    ask_partition<UserPage>(
        partition, [this, partition](const UserPage& page) { take(partition, page); },
        page_atom::value,
        UserPageRequest{request_.filter, from, request_.skip, request_.take - found_.size(),
                        users_per_step, request_.by});
  }
  void take(size_t partition, const UserPage& page) {
    request_.skip -= page.skipped;
    found_.insert(found_.end(), page.users.begin(), page.users.end());
    page.next.empty() ? step(partition + 1, {}) : step(partition, page.next);
  }

  UsersByFilter request_;
  Users found_;
};
}  // namespace

UserDesk::behavior_type user_desk(UserDesk::pointer self, UserDeskConfig config) {
  const auto shared = std::make_shared<const UserDeskConfig>(std::move(config));
  return {
      [=](named_atom, const UsersByName& request) {
        return std::make_shared<NamedQuestion>(self, shared, request)->run();
      },
      [=](filter_atom, const UsersByFilter& request) {
        return std::make_shared<FilterQuestion>(self, shared, request)->run();
      },
      [=](salts_atom, const UsersByName& request) {
        return std::make_shared<SaltsQuestion>(self, shared, request)->run();
      },
  };
}
}  // namespace auth
