#include "clients/core/backup/backup.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include "clients/core/age_files/errc.hpp"
#include "clients/core/store/archive.hpp"
#include "clients/core/store/store.hpp"
#include "crypto/age/errc.hpp"
#include "tests/support/files.hpp"
#include "tests/support/temporary_folder.hpp"

namespace clients {
namespace {

namespace fs = std::filesystem;
using crypto::age::Identity;
using crypto::age::Recipient;
using testing::UnorderedElementsAre;

const crypto::SecretBytes passphrase = crypto::to_secret("the passphrase of the home");

std::vector<std::string> names_in(const fs::path& folder) {
    std::vector<std::string> out;
    for (const auto& one : fs::directory_iterator(folder)) out.push_back(one.path().filename());
    return out;
}

unsigned mode_of(const fs::path& path) {
    struct stat about {};
    EXPECT_EQ(::stat(path.c_str(), &about), 0) << path;
    return about.st_mode & 0777u;
}

struct Backup : testing::Test {
    Backup() {
        identities.emplace_back(crypto::age::X25519Identity::generate());
        Store(*Home::create(home, passphrase)).put_value("identity", crypto::to_secret("who I am"));
    }
    age_files::SealedFor own_recipient() const {
        return std::vector<Recipient>{std::get<crypto::age::X25519Identity>(identities.front()).recipient()};
    }
    void back_up_home() {
        const auto to = std::move(age_files::to_file(backup, Existing::keep)).value();
        ASSERT_EQ(back_up(home, *to, own_recipient(), [](std::uint64_t) {}), std::error_code());
    }
    // An age file that is sealed as a backup is, whatever is in it.
    void seal(const fs::path& content) {
        auto from = age_files::Source::open(content).value();
        const auto to = std::move(age_files::to_file(backup, Existing::replace)).value();
        ASSERT_EQ(age_files::encrypt(from, *to, own_recipient(), age_files::Form::binary, [](std::uint64_t) {}),
                  std::error_code());
    }
    void change(const fs::path& database, const std::string& sql) {
        sqlite3* raw = nullptr;
        ASSERT_EQ(sqlite3_open(database.c_str(), &raw), SQLITE_OK);
        EXPECT_EQ(sqlite3_exec(raw, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(raw);
        sqlite3_close(raw);
    }
    std::error_code restore_to(const fs::path& target) {
        auto from = age_files::Source::open(backup).value();
        return restore(from, target, identities, {.ask = [] { return crypto::age::Passphrase(crypto::to_secret("none")); }},
                       [](std::uint64_t) {});
    }
    // Whatever was wrong: nothing is at the new place, nor beside it.
    void expect_nothing_restored() {
        EXPECT_FALSE(fs::exists(elsewhere));
        EXPECT_THAT(names_in(folder.path() / "new"), UnorderedElementsAre());
    }

    test::TemporaryFolder folder;
    fs::path home = folder.path() / "home", backup = folder.path() / "backup.age";
    fs::path elsewhere = [this] {
        fs::create_directory(folder.path() / "new");
        return folder.path() / "new" / "home";
    }();
    std::vector<Identity> identities;
};

TEST_F(Backup, brings_back_everything_that_was_committed) {
    Store store(*Home::open(home, passphrase));  // open all the while, as `nfp watch` has it
    store.put_outbox({.key = 0, .entries = {crypto::to_bytes("an entry that waits")}, .draft = {}, .created = 7});
    back_up_home();
    store.put_value("identity", crypto::to_secret("later"));
    EXPECT_THAT(names_in(home), testing::Not(testing::Contains("backup.part")));
    ASSERT_EQ(restore_to(elsewhere), std::error_code());

    EXPECT_THAT(names_in(elsewhere), UnorderedElementsAre("home.json", "nfp.db"));
    EXPECT_THAT(names_in(elsewhere.parent_path()), UnorderedElementsAre("home"));
    EXPECT_EQ(mode_of(elsewhere), 0700u);
    EXPECT_EQ(mode_of(elsewhere / "nfp.db"), 0600u);
    EXPECT_EQ(mode_of(elsewhere / "home.json"), 0600u);
    EXPECT_EQ(test::read_file(elsewhere / "home.json"), test::read_file(home / "home.json"));
    const auto opened = Home::open(elsewhere, passphrase);
    ASSERT_TRUE(opened);
    Store restored(*opened);
    EXPECT_EQ(crypto::as_text(*restored.value("identity")), "who I am");
    ASSERT_EQ(restored.outbox().size(), 1U);
    EXPECT_EQ(crypto::as_text(restored.outbox()[0].entries[0]), "an entry that waits");
    restored.put_value("identity", crypto::to_secret("and it goes on"));
}

TEST_F(Backup, takes_away_what_a_crash_left_of_an_earlier_one) {
    fs::create_directory(home / "backup.part");
    test::write_file(home / "backup.part" / "archive", "half");
    test::write_file(home / "backup.part" / "archive-wal", "half");
    back_up_home();
    EXPECT_FALSE(fs::exists(home / "backup.part"));
    EXPECT_EQ(restore_to(elsewhere), std::error_code());
}

TEST_F(Backup, altered_anywhere_or_cut_anywhere_restores_nothing) {
    back_up_home();
    const std::string whole = test::read_file(backup);
    for (std::size_t at = 0; at < whole.size(); at += whole.size() / 40) {
        std::string altered = whole;
        altered[at] = static_cast<char>(altered[at] ^ 1);
        test::write_file(backup, altered);
        EXPECT_TRUE(restore_to(elsewhere)) << "altered at " << at;
        test::write_file(backup, whole.substr(0, at));
        EXPECT_TRUE(restore_to(elsewhere)) << "cut at " << at;
    }
    test::write_file(backup, whole.substr(0, whole.size() - 1));
    EXPECT_EQ(restore_to(elsewhere), crypto::age::errc::payload_tampered);
    test::write_file(backup, whole + "x");
    EXPECT_TRUE(restore_to(elsewhere));
    expect_nothing_restored();
    test::write_file(backup, whole);
    EXPECT_EQ(restore_to(elsewhere), std::error_code());
}

TEST_F(Backup, is_not_restored_for_others) {
    back_up_home();
    identities.clear();
    identities.emplace_back(crypto::age::X25519Identity::generate());
    EXPECT_EQ(restore_to(elsewhere), crypto::age::errc::no_matching_identity);
    identities.clear();
    EXPECT_EQ(restore_to(elsewhere), age_files::errc::identity_needed);
    expect_nothing_restored();
}

TEST_F(Backup, is_restored_in_the_place_of_nothing_or_of_an_empty_folder) {
    back_up_home();
    const std::string before = test::read_file(home / "home.json");
    EXPECT_EQ(restore_to(home), home_errc::folder_not_empty);
    EXPECT_EQ(test::read_file(home / "home.json"), before);
    fs::create_directory(elsewhere);
    test::write_file(elsewhere / "letter.txt", "text");
    EXPECT_EQ(restore_to(elsewhere), home_errc::folder_not_empty);
    EXPECT_THAT(names_in(elsewhere), UnorderedElementsAre("letter.txt"));
    fs::remove(elsewhere / "letter.txt");
    EXPECT_EQ(restore_to(elsewhere), std::error_code());
    EXPECT_EQ(restore_to(folder.path() / "deep" / "er" / ""), std::error_code());
    EXPECT_TRUE(Home::open(folder.path() / "deep" / "er", passphrase));
}

TEST_F(Backup, is_not_any_other_age_file) {
    const auto content = folder.path() / "content";
    for (const std::string& text : {std::string("a letter"), std::string(100'000, 'x'), std::string("SQLite format 3")}) {
        test::write_file(content, text);
        seal(content);
        EXPECT_EQ(restore_to(elsewhere), home_errc::not_a_backup);
    }
    fs::remove(content);
    change(content, "CREATE TABLE letter(text)");
    seal(content);
    EXPECT_EQ(restore_to(elsewhere), home_errc::not_a_backup);
    test::write_file(backup, "");
    EXPECT_EQ(restore_to(elsewhere), home_errc::not_a_backup);
    expect_nothing_restored();
}

TEST_F(Backup, that_is_not_as_we_write_it_is_refused) {
    const std::pair<std::string, std::error_code> rows[] = {
        {"SELECT 1", {}},
        {"UPDATE backup SET home = x'7b7d'", home_errc::not_a_backup},
        {"UPDATE backup SET home = zeroblob(5000)", home_errc::not_a_backup},
        {"DELETE FROM backup", home_errc::not_a_backup},
        {"CREATE TRIGGER t AFTER INSERT ON entry BEGIN DELETE FROM outbox; END", home_errc::not_a_backup},
        {"CREATE VIEW v AS SELECT * FROM entry", home_errc::not_a_backup},
        {"PRAGMA user_version=1000", home_errc::newer_version},
        {"PRAGMA application_id=0", home_errc::not_a_backup},
    };
    unsigned number = 0;
    for (const auto& [sql, expected] : rows) {
        const auto archive = folder.path() / ("archive" + std::to_string(number++));
        write_archive(home, test::read_file(home / "home.json"), archive);
        change(archive, sql);
        seal(archive);
        EXPECT_EQ(restore_to(elsewhere), expected) << sql;
        if (!expected) fs::remove_all(elsewhere);
    }
    expect_nothing_restored();
}

}  // namespace
}  // namespace clients
