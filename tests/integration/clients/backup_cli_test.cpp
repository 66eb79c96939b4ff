// `nfp backup` and `nfp restore`: a lost installation goes on elsewhere.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>

#include "clients/core/session/exchange.hpp"
#include "tests/integration/clients/cli_fixture.hpp"

namespace clients::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

struct BackupCli : Cli {
    BackupCli() {
        write("backup-passphrase", "the words of the backup\n");
        keep_private("backup-passphrase");
        write("answer.md", "Language: en\nDissemination: network\n\n## Answers\n1. yes -- before the backup\n");
    }
    void keep_private(const std::string& name) { fs::permissions(file(name), fs::perms::owner_read | fs::perms::owner_write); }
    std::string content(const std::string& name) {
        std::ifstream in(file(name), std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    ::test::Finished back_up(const std::string& who = "fr") {
        return nfp_aloud(who, {"backup", file("backup.age"), "--backup-passphrase-file", file("backup-passphrase")});
    }
    ::test::Finished restore(const std::string& name = "restored", const std::string& passphrase_file = "backup-passphrase") {
        return nfp_aloud(name, {"restore", file("backup.age"), "--backup-passphrase-file", file(passphrase_file)});
    }
    std::vector<std::string> homes() {
        std::vector<std::string> out;
        for (const auto& one : fs::directory_iterator(net.home("fr").parent_path())) out.push_back(one.path().filename());
        std::ranges::sort(out);
        return out;
    }
};

TEST_F(BackupCli, goes_on_in_a_new_home_with_all_that_was_read_and_all_that_came_since) {
    ASSERT_EQ(nfp("dmr", {"request", "send", file("request.md"), "--yes"}).code, 0);
    ASSERT_EQ(nfp("de", {"respond", file("answer.md"), "--to", number(1), "--yes"}).code, 0);
    ASSERT_EQ(nfp("fr", {"sync"}).code, 0);
    const auto done = back_up();
    ASSERT_EQ(done.code, 0) << done.output;
    EXPECT_EQ(fs::status(file("backup.age")).permissions(), fs::perms::owner_read | fs::perms::owner_write);
    EXPECT_THAT(content("backup.age"), Not(HasSubstr("SQLite")));

    const auto restored = restore();
    ASSERT_EQ(restored.code, 0) << restored.output;
    EXPECT_THAT(restored.output, HasSubstr("must not be used any longer"));
    fs::remove_all(net.home("fr"));
    write("later.md",
          "Title: Asked since\nLanguage: en\nTo: network\nDeadline: 2099-01-01\n\n## Questions\n1. And now? [yes/no]\n");
    ASSERT_EQ(nfp("dmr", {"request", "send", file("later.md"), "--yes"}).code, 0);

    const auto synced = nfp_aloud("restored", {"sync"});
    EXPECT_EQ(synced.code, 0) << synced.output;
    EXPECT_THAT(nfp("restored", {"compile", number(1)}).output, HasSubstr("yes -- before the backup"));
    EXPECT_THAT(nfp("restored", {"request", "list"}).output, HasSubstr("Asked since"));
    EXPECT_EQ(nfp("restored", {"respond", file("answer.md"), "--to", number(2), "--yes"}).code, 0);
    EXPECT_EQ(json::parse(nfp("restored", {"--json", "status"}).output).at("handle"), "fr.01");

    // What it has is all its own: without the gateway the old answer is still read.
    net.gateway.stop();
    EXPECT_THAT(nfp("restored", {"compile", number(1)}).output, HasSubstr("yes -- before the backup"));
}

TEST_F(BackupCli, gets_back_the_keys_that_it_made_itself_since) {
    ASSERT_EQ(nfp("dmr", {"circle", "create", "return"}).code, 0);
    ASSERT_EQ(back_up().code, 0);
    ASSERT_EQ(nfp("fr", {"circle", "join", "return"}).code, 0) << "makes the group's first epoch";
    ASSERT_EQ(nfp("de", {"circle", "join", "return"}).code, 0);
    ASSERT_EQ(restore().code, 0);
    fs::remove_all(net.home("fr"));
    write(
        "group.md",
        "Title: Among ourselves\nLanguage: en\nTo: group:return\nDeadline: 2099-01-01\n\n## Questions\n1. Is it so? [yes/no]\n");
    const auto asked = nfp_aloud("de", {"request", "send", file("group.md"), "--yes"});
    ASSERT_EQ(asked.code, 0) << asked.output;
    EXPECT_EQ(nfp("restored", {"sync"}).code, 0);
    EXPECT_THAT(nfp("restored", {"request", "list"}).output, HasSubstr("Among ourselves"));
}

TEST_F(BackupCli, sends_what_waited_though_the_old_installation_sent_it_as_well) {
    Session& fr = net.member("fr");
    must(fr.sync());
    const auto draft = information_draft(
        {.title = "Said once", .language = protocol::content::Language::en, .text = "Once.", .propose_dissemination = false},
        {protocol::Circle::network()});
    auto composer = must(fr.compose());
    ASSERT_EQ(composer.add(draft), std::error_code());
    net.gateway.stop();
    ASSERT_FALSE(fr.send(composer, &draft)) << "it waits in the outbox";
    ASSERT_EQ(back_up().code, 0);
    ASSERT_EQ(restore().code, 0);
    net.gateway.restart(SIGTERM);

    const auto before = register_size();
    EXPECT_EQ(nfp("fr", {"sync"}).code, 0);
    EXPECT_EQ(register_size(), before + 1);
    EXPECT_EQ(json::parse(nfp("restored", {"--json", "status"}).output).at("outbox"), 0);
    EXPECT_EQ(register_size(), before + 1) << "the same bytes again: the gateway knows them";
}

TEST_F(BackupCli, refuses_what_is_altered_or_cut_or_not_opened_and_leaves_nothing) {
    ASSERT_EQ(back_up().code, 0);
    const std::string whole = content("backup.age");
    const auto before = homes();
    const auto refused = [&](const std::string& bytes, const std::string& why) {
        write("backup.age", bytes);
        const auto done = restore();
        EXPECT_EQ(done.code, 1) << why;
        EXPECT_THAT(done.output, HasSubstr(why));
        EXPECT_EQ(homes(), before) << "nothing new beside the homes";
    };
    std::string altered = whole;
    altered[whole.size() / 2] = static_cast<char>(altered[whole.size() / 2] ^ 1);
    refused(altered, "its content was altered or damaged");
    refused(whole.substr(0, whole.size() - 1), "its content was altered or damaged");
    refused(whole.substr(0, 40), "not an age file");
    refused("", "it is not a backup of an nfp home");
    write("backup.age", whole);
    write("other", "some other words\n");
    keep_private("other");
    const auto wrong = restore("restored", "other");
    EXPECT_EQ(wrong.code, 1);
    EXPECT_THAT(wrong.output, HasSubstr("the passphrase is wrong"));
    EXPECT_EQ(homes(), before);
    EXPECT_EQ(restore().code, 0);
}

TEST_F(BackupCli, overwrites_neither_a_home_nor_a_file) {
    ASSERT_EQ(back_up().code, 0);
    const std::string first = content("backup.age");
    EXPECT_EQ(back_up("de").code, 1);
    EXPECT_EQ(content("backup.age"), first);
    const auto occupied = restore("de");
    EXPECT_EQ(occupied.code, 1);
    EXPECT_THAT(occupied.output, HasSubstr("there is something in"));
    EXPECT_EQ(json::parse(nfp("de", {"--json", "status"}).output).at("handle"), "de.01");
}

TEST_F(BackupCli, for_a_recipient_is_restored_with_the_identity_alone) {
    ASSERT_EQ(nfp("fr", {"age", "keygen", "-o", file("key")}).code, 0);
    ASSERT_EQ(nfp("fr", {"age", "keygen", "-y", file("key"), "-o", file("key.pub")}).code, 0);
    const auto done = nfp_aloud("fr", {"backup", file("backup.age"), "-R", file("key.pub")});
    ASSERT_EQ(done.code, 0) << done.output;
    EXPECT_THAT(restore().output, HasSubstr("name a file of identities with -i"));
    ASSERT_EQ(nfp("restored", {"restore", file("backup.age"), "-i", file("key")}).code, 0);
    EXPECT_EQ(nfp("restored", {"sync"}).code, 0);
}

TEST_F(BackupCli, of_an_unlocked_home_asks_for_its_own_passphrase_only) {
    ASSERT_EQ(nfp("fr", {"unlock", "--for", "60s"}).code, 0);
    const auto done = ::test::run({"/bin/sh", "-c", "exec \"$@\" </dev/null 2>&1", "sh", std::string(NFP_BIN_DIR) + "/nfp",
                                   "--home", net.home("fr").string(), "backup", file("backup.age"), "--backup-passphrase-file",
                                   file("backup-passphrase")});
    EXPECT_EQ(done.code, 0) << done.output;
    EXPECT_EQ(nfp("fr", {"lock"}).code, 0);
    EXPECT_EQ(restore().code, 0);
}

}  // namespace
}  // namespace clients::test
