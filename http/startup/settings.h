// http/startup/settings.h: from the configuration's texts to what each part of the server is given.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "actors/applicant_type/applicant_table.h"
#include "actors/auth/app_ids.h"
#include "actors/auth/lockout_rules.h"
#include "actors/auth/password_policy.h"
#include "actors/auth/sessions.h"
#include "actors/auth/token_rules.h"
#include "actors/base/config.h"
#include "actors/cryptomanager/crypto_manager.h"
#include "actors/keymanager/alternative_names.h"
#include "actors/keymanager/key_plan.h"
#include "actors/keymanager/subject_rules.h"
#include "actors/license/license_rules.h"
#include "actors/number/space.h"
#include "actors/otp/otp_rules.h"
#include "actors/otp_message/code_messages.h"
#include "actors/outbox/outbox_state.h"
#include "actors/outbox/providers/options.h"
#include "actors/partner/partner_rules.h"
#include "actors/rid/rid_rules.h"
#include "crypto/argon2.h"
#include "http/context.h"
#include "http/prereg/prereg_settings.h"
#include "http/startup/arguments.h"
#include "http/startup/audit_settings.h"
#include "http/startup/issuer_settings.h"
#include "http/startup/repository_settings.h"
#include "http/transport/options.h"
#include "store/rocks_store.h"

namespace startup {
/// One service that draws numbers.
struct NumberSettings {
  number::NumberRules rules;
  number::PoolSize pool;
  number::Space space;  ///< what the rules leave
};

struct Endpoint {
  std::string host;
  uint16_t port = 0;
};

/// Which keys there are from the start, and whose name their certificates bear.
struct KeySettings {
  keymanager::SubjectDefaults subject_defaults;
  keymanager::AlternativeNamesOfKeys alternative_names;
  std::vector<keymanager::KeyName> boot_master_keys, boot_base_keys;
  keymanager::PlanLimits limits;
};

struct OtpSettings {
  otp::Rules rules;
  std::optional<std::string> fixed_code;  ///< under --dev alone
  otp_message::Delivery delivery;
  http::Otp wire;  ///< what configuration says; the rest is the services'
};

/// Which certificates of authorities and partners are taken, and who signs the latter again.
struct PartnerSettings {
  partner::Rules rules;
  keymanager::KeyName signer;
  std::string chain_domain;
};

/// Who delivers the messages of a channel.
enum class Delivery { log, capture, provider };

struct OutboxSettings {
  outbox::Rules rules;
  outbox::BreakerRules breaker;
  size_t workers = 0;  ///< per channel
  uint64_t waiting_max = 0;
  Delivery sms = Delivery::log;
  Delivery email = Delivery::log;
  outbox::SmsGateway gateway;
  outbox::SmtpServer smtp;
  outbox::TransferLimits transfers;
  http::Notification wire;  ///< what configuration says; the rest is the services'
};

/// What configuration says about accounts and the admin service.
struct AdminSettings {
  http::Admin wire;
  std::shared_ptr<const auth::PasswordPolicy> password_policy =
      std::make_shared<const auth::PasswordPolicy>();
  bool reset_needs_otp = true;
  auth::RegistrationRules registration;
};

/// Tables of master data.
struct MasterDataSettings {
  std::shared_ptr<const applicant_type::Table> applicant_types;
  bool has_device_white_list = false;  ///< idkernel.device.white-list
  http::DeviceRegistry devices;        ///< what configuration says; the rest is the services'
};

/// What configuration says of applications for registration.
struct ApplicationSettings {
  size_t page_rows = 0;
  uint32_t files_max = 0;
};

/// Everything the server needs to know, checked.
struct Settings {
  bool dev = false;
  store::OpenOptions store;
  uint64_t free_bytes_min = 0;
  uint32_t requests_per_partition_max = 0;
  size_t journal_batches_max = 0;
  size_t scheduler_threads = 0;
  size_t fast_queue = 0;
  size_t slow_queue = 0;

  std::string master_key_file;
  std::string bootstrap_file;

  NumberSettings uin, prid, vid;
  std::chrono::seconds uin_issued_timeout{0};  ///< zero: none
  std::chrono::days vid_release_after{};
  rid::Rules rid;
  license::Rules license;
  AuditSettings audit;
  OtpSettings otp;
  OutboxSettings outbox;
  AdminSettings admin;
  MasterDataSettings master_data;
  http::Prereg prereg;
  RepositorySettings repository;
  ApplicationSettings applications;
  cryptomanager::Config crypto_manager;
  KeySettings keys;
  PartnerSettings partners;
  http::Signing signing;
  int token_id_digits = 0;

  std::vector<std::string> open_operations;

  auth::AppIds apps = auth::AppIds::defaults();
  auth::TokenRules token_rules;
  IssuerSettings external_issuers;
  auth::Lifetimes lifetimes;
  auth::LockoutRules lockout;
  crypto::Argon2Params argon2;
  size_t token_cache_entries = 0;
  int64_t client_secret_cache_seconds = 0;

  Endpoint api, management;
  http::transport::Options api_transport, management_transport;
  std::chrono::milliseconds drain_timeout{};
  http::TokenWire tokens;
  http::Cors cors;
  http::VerKeys ver_keys = http::VerKeys::both;
  http::AccessLog access_log = http::AccessLog::errors;
  std::vector<int> statuses;
  std::vector<std::string> trusted_proxies;
  http::Rate by_address, by_subject, by_caller, client_failures;
};

/// Appends to `problems` what the values say together that the server cannot do.
Settings settings_of(const config::Config& config, const Arguments& arguments,
                     std::vector<std::string>& problems);
}  // namespace startup
