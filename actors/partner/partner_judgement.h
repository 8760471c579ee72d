// actors/partner/partner_judgement.h: what is wrong with a partner's upload, before our key is
// asked for.
#pragma once
#include "actors/partner/upload_check.h"

namespace partner {
/// What check would refuse whatever the key; the order needs none. Errors: those of check but for
/// the keys'. For the crypto pool.
Result<Done> judge(const PartnerOrder& order, const Desk& desk);
}  // namespace partner
