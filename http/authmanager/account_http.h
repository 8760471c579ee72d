// http/authmanager/account_http.h: accounts as the auth manager's own clients change them (auth
// sheet 9): what the admin service does, under the reference's paths and words.
#pragma once
#include "http/call.h"
#include "http/reply.h"

namespace http {
/// GET unblock/{appid}/{userid}: for an administrator, or the user just signed in by OTP.
void unblock_account(const Context& context, const Call& call, Reply reply);
/// POST changepassword/{appid}: the old password is the proof.
void change_account_password(const Context& context, const Call& call, Reply reply);
/// POST resetpassword/{appid}: as unblock.
void reset_account_password(const Context& context, const Call& call, Reply reply);
/// POST user: a registration as of the admin service's usermgmt/register, which grants what it
/// grants there; POST user/addpassword: the first password, as usermgmt/password. The registration
/// id between them is told at usermgmt/rid.
void add_account(const Context& context, const Call& call, Reply reply);
void add_account_password(const Context& context, const Call& call, Reply reply);
/// GET username/{appid}/{mobilenumber} and userdetail/..: for an administrator, or the user of that
/// number just signed in by OTP.
void name_by_mobile(const Context& context, const Call& call, Reply reply);
void detail_by_mobile(const Context& context, const Call& call, Reply reply);
}  // namespace http
