// http/authmanager/registration_fields.h: what every registration asks for, whichever service takes
// it.
#pragma once
#include "actors/auth/sign_in.h"
#include "http/context.h"

namespace http {
/// Name, addresses, birth, gender and role; `fields` notes what is missing, in this order.
template <class Fields>
void read_person(Fields& fields, auth::Register& to) {
  auth::User& user = to.user;
  user.first_name = fields.required("firstName");
  user.last_name = fields.required("lastName");
  user.mobile = fields.required("contactNo");
  user.mail = fields.required("emailID");
  user.date_of_birth = fields.required("dateOfBirth");
  user.gender = fields.required("gender");
  to.role = fields.required("role");
}

/// However many names are tried, one number or address gets few mails (DECISIONS 33).
inline bool may_try_addresses(const Context& context, const auth::User& user) {
  return context.may_try("mobile " + user.mobile) &&
         context.may_try("mail " + auth::lower_case(user.mail));
}
}  // namespace http
