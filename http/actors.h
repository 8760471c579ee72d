// http/actors.h: the actors and shared services that handlers reach.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "actors/applicant_type/applicant_rules.h"
#include "actors/audit/audit_actor.h"
#include "actors/audit/audit_rules.h"
#include "actors/audit/audit_search.h"
#include "actors/auth/app_ids.h"
#include "actors/auth/sign_in.h"
#include "actors/auth/token_key_board.h"
#include "actors/auth/user_desk.h"
#include "actors/cryptomanager/crypto_manager.h"
#include "actors/device/device_desk.h"
#include "actors/identity/identity_actor.h"
#include "actors/identity/identity_key.h"
#include "actors/identity/identity_search.h"
#include "actors/keymanager/key_manager_actor.h"
#include "actors/keymanager/subject_rules.h"
#include "actors/license/license_actor.h"
#include "actors/notification/notification_rules.h"
#include "actors/otp/otp_actor.h"
#include "actors/otp/otp_key.h"
#include "actors/outbox/outbox_actor.h"
#include "actors/partner/partner_actor.h"
#include "actors/prereg/prereg_actor.h"
#include "actors/prereg/user_key.h"
#include "actors/prid/prid_actor.h"
#include "actors/rid/rid_actor.h"
#include "actors/signature/jws_sign.h"
#include "actors/signature/signers.h"
#include "actors/token_id/token_id_state.h"
#include "actors/uin/uin_actor.h"
#include "actors/vid/vid_actor.h"
#include "http/gateway.h"

namespace http {
/// The key manager: changes go to its actor, reading and using keys do not.
struct Keys {
  Partition<keymanager::Actor> manager;
  std::shared_ptr<keymanager::KeyBoard> board;
  /// For threads of the crypto pool.
  std::shared_ptr<keymanager::PrivateKeys> private_keys;
  keymanager::SubjectDefaults subject_defaults;
  /// What the keystore lacked at the start and nobody needs: health and metrics tell.
  keymanager::KeyRing::Versions missing{};
};

/// What configuration says about signatures.
struct Signing {
  signature::SignRules signers;
  signature::KidRules kid;
  bool jwt_must_be_json = true;  ///< mosip.kernel.keymanager.jwtsign.validate.json
  /// Those that verify, and that the crypto manager encrypts by. For threads of the crypto pool.
  std::shared_ptr<keymanager::PublicKeys> public_keys = std::make_shared<keymanager::PublicKeys>();
};

/// otp.validate.error-style: what a wrong or expired code answers with.
enum class OtpErrorStyle { both, seed, reference };

/// One-time codes, and what configuration says about them.
struct Otp {
  Partitions<otp::Actor> partitions;
  std::shared_ptr<const seal::IndexKey> index_key;
  otp::Rules rules;
  OtpErrorStyle error_style = OtpErrorStyle::both;
  std::string success_message = "VALIDATION SUCCESSFUL";  ///< by otpmanager.validate.compat
};

/// Authorities and partners: uploads go to the actor, questions do not.
struct Partners {
  Partition<partner::Actor> store;
  std::shared_ptr<partner::BookBoard> board;
  partner::Rules rules;
  keymanager::KeyName signer;  ///< mosip.kernel.partner.sign.masterkey.application.id
  /// Whose authorities complete the chain of a key whose certificate somebody else signed:
  /// mosip.kernel.partner.trust.validate.domain.name.
  std::string chain_domain;
};

/// The outboxes, and what configuration says about the notifiers.
struct Notification {
  Partitions<outbox::Actor> outboxes;
  notification::NumberRules number;
  bool sends_sms = true;  ///< false: the fields are checked, success is answered, nothing is sent
  bool sends_mail = true;
  std::string sms_success = "Sms Request Sent";  ///< mosip.kernel.sms.success-message
  std::string from;                              ///< mosip.kernel.notification.email.from
  bool html = true;                              ///< mosip.kernel.mail.content.html.enable
  size_t file_bytes_max = 0;                     ///< spring.servlet.multipart.max-file-size
};

/// The audit manager.
struct Audits {
  Partitions<audit::Actor> partitions;
  audit::Rules rules;
  std::shared_ptr<const audit::Search> search;
};

/// The identity directory.
struct Identities {
  Partitions<identity::Actor> partitions;
  std::shared_ptr<const seal::IndexKey> index_key;
  Partition<identity::Search> search;  ///< null: the directory alone is asked
};

/// Devices, who makes them and who serves them.
struct DeviceRegistry {
  Partitions<device::DeviceActor> partitions;
  Partition<device::TrustActor> trust;
  Partitions<device::DeviceDesk> desks;
  std::shared_ptr<const device::DeviceTypes> types;
  device::Window window;    ///< masterdata.registerdevice.timestamp.validate
  std::string environment;  ///< mosip.stage.environment
  std::string language;     ///< mosip.primary-language: of the types' names
};

/// Applications for registration.
struct Applications {
  Partitions<prereg::Actor> partitions;
  std::shared_ptr<const seal::IndexKey> index_key;
  /// Requests that hold a whole file in memory.
  std::shared_ptr<partition::Gate> files;
};

struct Actors {
  Keys keys;
  Partners partners;
  Signing signing;
  Partitions<uin::Actor> uin;
  Partitions<rid::Actor> rid;
  Partitions<prid::Actor> prid;
  Partitions<vid::Actor> vid;
  Partitions<license::Actor> license;
  Audits audits;
  DeviceRegistry devices;
  Applications applications;
  Otp otp;
  Identities identities;
  Notification notification;
  /// Derives without storing anything, so it is called, not asked.
  std::shared_ptr<const token_id::TokenIds> token_ids;
  std::shared_ptr<const applicant_type::Table> applicant_types;
  Partitions<auth::SignIn> sign_in;
  Partition<auth::UserDesk> user_desk;
  /// Computes on the threads of the crypto pool, which call it.
  std::shared_ptr<const cryptomanager::CryptoManager> crypto_manager;
};

/// What OpenID Connect's documents say.
struct Issuer {
  auth::AppIds apps = auth::AppIds::defaults();
  auth::TokenRules rules;
  std::shared_ptr<const auth::TokenKeyBoard> keys;
};
}  // namespace http
