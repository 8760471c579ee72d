// tests/auth/bootstrap_test.cc: what the file may say, what it is told when wrong, import once.
#include "actors/auth/bootstrap.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "actors/auth/bootstrap_import.h"
#include "actors/base/partition_of.h"
#include "tests/auth/partition_store.h"
#include "tests/auth/tokens.h"

namespace auth {
using test::at_second;
using test::noon;

static std::string error_of(std::string_view json) {
  const auto parsed = parse_bootstrap(json);
  return parsed.ok() ? "" : parsed.error().text;
}

TEST(Bootstrap, ReadsUsersAndClients) {
  const auto parsed = parse_bootstrap(
      R"({"users":[{"userName":"Jane","password":"p","mail":"j@x","roles":["A"],"active":false}],)"
      R"("clients":[{"clientId":"c","secretHash":"$argon2id$x","appIds":["IDA","prereg"]}],"roles":["A"]})");
  ASSERT_TRUE(parsed.ok()) << parsed.error().text;
  const auto& user = parsed.value().users.front();
  EXPECT_EQ(user.record.user_name, "Jane");
  EXPECT_EQ(user.record.realm, "mosip");
  EXPECT_EQ(user.record.mail, "j@x");
  EXPECT_FALSE(user.record.is_active);
  EXPECT_EQ(user.password.view(), "p");
  const auto& client = parsed.value().clients.front();
  EXPECT_EQ(client.record.secret_hash, "$argon2id$x");
  EXPECT_TRUE(client.secret.empty());
  EXPECT_EQ(client.record.app_ids, (std::vector<std::string>{"ida", "preregistration"}));
  EXPECT_TRUE(parse_bootstrap("{}").ok());
}
TEST(Bootstrap, SaysWhereAndWhy) {
  const struct {
    std::string_view json, text;
  } cases[] = {
      {"[]", "file: expected an object"},
      {R"({"user":[]})", "file.user: unknown key"},
      {R"({"users":[],"users":[]})", "file.users: key given twice"},
      {R"({"users":{}})", "users: expected a list"},
      {R"({"users":[7]})", "users[0]: expected an object"},
      {R"({"users":[{}]})", "users[0].userName: missing or empty"},
      {R"({"users":[{"userName":7}]})", "users[0].userName: expected a text"},
      {R"({"users":[{"userName":"a","pasword":"b"}]})", "users[0].pasword: unknown key"},
      {R"({"users":[{"userName":"a","password":""}]})",
       "users[0].password: expected a text that is not empty"},
      {R"({"users":[{"userName":"a","password":"p","passwordHash":"h"}]})",
       "users[0].passwordHash: not beside password"},
      {R"({"users":[{"userName":"a","passwordHash":"plain"}]})",
       "users[0].passwordHash: expected an argon2id PHC string"},
      {R"({"users":[{"userName":"a","uuid":"1"}]})", "users[0].uuid: expected a UUID"},
      {R"({"users":[{"userName":"a","roles":"A"}]})", "users[0].roles: expected a list of texts"},
      {R"({"users":[{"userName":"a","roles":[""]}]})",
       "users[0].roles: a text in the list is empty"},
      {R"({"users":[{"userName":"a","roles":["X,GLOBAL_ADMIN"]}]})",
       "users[0].roles: a role is not of letters, digits, _ and -"},
      {R"({"clients":[{"clientId":"c","secret":"s","roles":["A B"]}]})",
       "clients[0].roles: a role is not of letters, digits, _ and -"},
      {R"({"users":[{"userName":"a","active":1}]})", "users[0].active: expected true or false"},
      {R"({"users":[{"userName":"a"},{"userName":"A"}]})", "users[1]: named twice"},
      {R"({"clients":[{"clientId":"c"}]})", "clients[0].secret: missing"},
      {R"({"clients":[{"secret":"c"}]})", "clients[0].clientId: missing or empty"},
      {R"({"roles":[1]})", "file.roles: expected a list of texts"},
  };
  EXPECT_TRUE(error_of("{").starts_with("file: ")) << error_of("{");
  EXPECT_TRUE(error_of("{} {}").starts_with("file: "));
  for (const auto& c : cases) EXPECT_EQ(error_of(c.json), c.text) << c.json;
}

class ImportTest : public ::testing::Test {
 protected:
  Expected<ImportOutcome, BootstrapError> import(std::string_view json) {
    const ImportContext context{
        4, *keys_.index, keys_.master, keys_.random, keys_.random, at_second(noon), test::cheap};
    return import_bootstrap(parse_bootstrap(json).value(), context, store_, store_);
  }
  Result<User> user(std::string_view name) {
    const auto key = user_key_of(*keys_.index, "mosip", name);
    const store::Owner owner{partition_of(key, 4), store::Service::auth};
    store::Workspace tx{owner, store_};
    tx.begin();
    const auto sealer = keys_.sealer(owner);
    return Accounts{{}, *sealer}.find_user(key, tx);
  }
  test::Keys keys_;
  MemoryStore store_;
};

TEST_F(ImportTest, StoresEverythingInOneWrite) {
  const auto outcome =
      import(R"({"users":[{"userName":"Jane","password":"secret one"},{"userName":"Joe"}],)"
             R"("clients":[{"clientId":"c","secret":"secret two"}]})");
  EXPECT_EQ(outcome.value(), ImportOutcome::imported);
  EXPECT_EQ(store_.writes.size(), 1u);
  const auto jane = user("jane").value();
  EXPECT_EQ(jane.user_name, "Jane");
  EXPECT_TRUE(crypto::verify_password(jane.password_hash, "secret one"));
  EXPECT_TRUE(id_of(jane.uuid));
  EXPECT_TRUE(user("joe").value().password_hash.empty());
  for (const auto& [key, value] : store_.entries) {
    EXPECT_EQ(value.find("secret"), value.npos) << key;
  }
}
TEST_F(ImportTest, ASecondImportChangesNothing) {
  ASSERT_TRUE(import(R"({"users":[{"userName":"Jane","password":"old"}]})").ok());
  const auto before = store_.entries;
  const auto again =
      import(R"({"users":[{"userName":"Jane","password":"new"},{"userName":"Eve"}]})");
  EXPECT_EQ(again.value(), ImportOutcome::already_imported);
  EXPECT_EQ(store_.entries, before);
}
TEST_F(ImportTest, AFailedReadStopsTheImport) {
  store_.fail_reads = store::Errc::io;
  EXPECT_FALSE(import(R"({"users":[{"userName":"Jane"}]})").ok());
  EXPECT_TRUE(store_.entries.empty());
}
TEST_F(ImportTest, APasswordThatCannotBeHashedIsNotQuoted) {
  const std::string password(crypto::password_bytes_max + 1, 'x');
  const auto outcome =
      import(R"({"users":[{"userName":"Jane","password":")" + password + R"("}]})");
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().text, "user Jane: the password cannot be hashed");
  EXPECT_TRUE(store_.entries.empty());
}
TEST_F(ImportTest, TheShippedSampleHasTheSeedsUsersAndClients) {
  std::ifstream file{IDKERNEL_DEV_BOOTSTRAP};
  std::stringstream text;
  text << file.rdbuf();
  const auto parsed = parse_bootstrap(text.str());
  ASSERT_TRUE(parsed.ok()) << parsed.error().text;
  const auto& first = parsed.value().users.front();
  EXPECT_EQ(first.record.user_name, "110006");
  EXPECT_EQ(first.password.view(), "mosip");
  EXPECT_EQ(first.record.roles.size(), 9u);
  ASSERT_EQ(parsed.value().clients.size(), 3u);
  EXPECT_EQ(parsed.value().clients[1].record.client_id, "mosip-abis-client");
  EXPECT_EQ(parsed.value().clients[2].record.roles, parsed.value().roles);
  EXPECT_EQ(import(text.str()).value(), ImportOutcome::imported);
}
}  // namespace auth
