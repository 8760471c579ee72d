// actors/auth/app_ids.h: which realm and which client an application id stands for.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actors/base/result.h"

namespace auth {
/// What a login is for.
struct App {
  /// Lower case, aliases resolved: the application that was named, or all of the realm's. A client
  /// must be allowed one of them.
  std::vector<std::string> app_ids;
  std::string realm;           ///< the last path segment of the issuer
  std::string default_client;  ///< `azp` of a login that names no client (DECISIONS D5)
};

/// The default of mosip.kernel.auth.appid-realm-map (auth sheet 5.2).
inline constexpr std::string_view default_realm_map =
    "{preregistration:'mosip',registrationclient:'mosip',registrationprocessor:'mosip',"
    "ida:'mosip',admin:'mosip',resident:'mosip',partner:'mosip',idrepo:'mosip',crereq:'mosip',"
    "creser:'mosip',datsha:'mosip',hotlist:'mosip',digitalcard:'mosip',signup:'mosip'}";

/// The default of idkernel.auth.default-clients: app id to client id.
inline constexpr std::string_view default_client_map =
    "{preregistration:'mosip-prereg-client',registrationclient:'mosip-reg-client',"
    "registrationprocessor:'mosip-regproc-client',ida:'mosip-ida-client',"
    "admin:'mosip-admin-client',resident:'mosip-resident-client',partner:'mosip-pms-client',"
    "idrepo:'mosip-idrepo-client',crereq:'mosip-crereq-client',creser:'mosip-creser-client',"
    "datsha:'mosip-datsha-client',hotlist:'mosip-hotlist-client',"
    "digitalcard:'mosip-digitalcard-client',signup:'mosip-signup-client'}";

using TextMap = std::map<std::string, std::string, std::less<>>;

/// Reads {key:'value', ...}; braces and quotes may be missing, keys become lower case. Nothing when
/// the text has another form, a key twice, or an empty key or value.
std::optional<TextMap> parse_text_map(std::string_view text);

/// ASCII lower case.
std::string lower_case(std::string_view text);

/// The one form of an application id: lower case, prereg and regproc in full.
std::string app_id_of(std::string_view text);

class AppIds {
 public:
  AppIds(TextMap realms, TextMap default_clients)
      : realms_(std::move(realms)), default_clients_(std::move(default_clients)) {}
  /// The defaults above.
  static AppIds defaults();

  /// Case-insensitive; prereg and regproc are aliases. Errors: realm_not_found with the id as sent.
  Result<App> find(std::string_view app_id) const;

  /// True when some application uses this realm.
  bool knows_realm(std::string_view realm) const;

  /// A login at the realm's own token endpoint, which names no application: whichever of the
  /// realm's the client may use. No client is its default. Errors: realm_not_found.
  Result<App> of_realm(std::string_view realm) const;

  /// Every application, in the one form of its id, each once.
  std::vector<std::string> app_ids() const;

  /// Every realm that some application uses, each once: TokenRules::realms.
  std::vector<std::string> realms() const;

 private:
  TextMap realms_;
  TextMap default_clients_;
};
}  // namespace auth
