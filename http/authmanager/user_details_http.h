// http/authmanager/user_details_http.h: what the auth manager tells of users and roles (auth sheet
// 9). Details of somebody else are for the roles of idkernel.role.user-details.
#pragma once
#include "http/call.h"
#include "http/reply.h"

namespace http {
/// GET roles/{appid}: the role names that mean something to this server.
void list_roles(const Context& context, const Call& call, Reply reply);
/// POST userdetails/{appid}: users by name; unknown names are left out.
void user_details(const Context& context, const Call& call, Reply reply);
/// POST userdetail/regid/{appid}: the same, by name whatever the path says, with more of each.
void detailed_users(const Context& context, const Call& call, Reply reply);
/// GET userdetails/{appid}: a page of users. With roleName nothing else is looked at.
void find_users(const Context& context, const Call& call, Reply reply);
/// POST usersaltdetails/{appid}: what offline clients salt a password with. It is random, and not
/// the salt of the hash that is kept here.
void user_salts(const Context& context, const Call& call, Reply reply);
/// GET rid/{appid}/{userid}, individualId/.., role/.. and validate/..: of oneself, or for those
/// roles.
void user_rid(const Context& context, const Call& call, Reply reply);
void user_individual_id(const Context& context, const Call& call, Reply reply);
void user_role(const Context& context, const Call& call, Reply reply);
void user_standing(const Context& context, const Call& call, Reply reply);
}  // namespace http
