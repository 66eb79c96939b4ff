#include <gmock/gmock.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include "tests/support/files.hpp"
#include "tests/unit/clients/store/store_fixture.hpp"

namespace clients {
namespace {

// Runs SQL on the file as somebody without the keys would.
void tamper(const fs::path& file, const std::string& sql) {
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open(file.c_str(), &database), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(database);
    sqlite3_close(database);
}

TEST_F(StoreTest, shows_nothing_readable_in_its_files) {
    const std::vector<std::string> needles = {"NEEDLE-value-name", "NEEDLE-value-text", "NEEDLE-entry",  "NEEDLE-content",
                                              "NEEDLE-fault",      "NEEDLE-draft",      "NEEDLE-outbox", "NEEDLE-old"};
    StoredEntry entry = sample(1, 1);
    entry.entry = crypto::to_bytes("{\"author\":\"NEEDLE-entry\"}\nNEEDLE-entry");
    entry.content = crypto::to_secret("NEEDLE-content");
    entry.fault = "NEEDLE-fault";
    const crypto::Digest header = crypto::sha256("{\"author\":\"NEEDLE-entry\"}");
    const auto search = [&](const char* when) {
        std::size_t bytes = 0;
        for (const auto& item : fs::directory_iterator(home_path())) {
            const std::string content = ::test::read_file(item.path());
            bytes += content.size();
            for (const std::string& needle : needles)
                EXPECT_EQ(content.find(needle), std::string::npos) << needle << " in " << item.path() << when;
            EXPECT_EQ(content.find(entry.leaf), std::string::npos) << item.path() << when;
            EXPECT_EQ(content.find(crypto::as_text(header)), std::string::npos) << item.path() << when;
            EXPECT_EQ(content.find(crypto::as_text(id_number(1))), std::string::npos) << item.path() << when;
        }
        EXPECT_GT(bytes, 20'000u) << "there was something to search";
    };
    {
        Store store(*home);
        store.put_value("NEEDLE-value-name", crypto::to_secret("NEEDLE-old"));
        store.put_value("NEEDLE-value-name", crypto::to_secret("NEEDLE-value-text"));
        store.put_entry(entry);
        store.put_outbox(
            {.key = 0, .entries = {crypto::to_bytes("NEEDLE-outbox")}, .draft = crypto::to_secret("NEEDLE-draft"), .created = 1});
        ASSERT_TRUE(fs::exists(home_path() / "nfp.db-wal"));
        search(" while open");
    }
    search(" after closing");
}

TEST_F(StoreTest, makes_private_files) {
    const auto before = ::umask(0);
    {
        Store store(*home);
        store.put_value("a", crypto::to_secret("x"));
        for (const char* name : {"nfp.db", "nfp.db-wal", "nfp.db-shm"}) {
            struct stat about {};
            ASSERT_EQ(::stat((home_path() / name).c_str(), &about), 0) << name;
            EXPECT_EQ(about.st_mode & 0777u, 0600u) << name;
        }
    }
    ::umask(before);
}

TEST_F(StoreTest, is_written_ahead_and_synced_in_full) {
    Store store(*home);
    store.put_value("a", crypto::to_secret("x"));
    // Byte 18 and 19 of the file: 2 says write-ahead log (SQLite, "Database File Format", 1.3.4).
    const std::string start = ::test::read_file(file()).substr(0, 20);
    EXPECT_EQ(start[18], 2);
    EXPECT_EQ(start[19], 2);
}

TEST_F(StoreTest, refuses_altered_and_exchanged_rows) {
    {
        Store store(*home);
        store.put_value("a", crypto::to_secret("x"));
        store.put_entry(sample(1, 1));
        store.put_entry(sample(2, 2));
        store.put_outbox({.key = 0, .entries = {}, .draft = {}, .created = 0});
    }
    const auto expect_refusal = [&](const std::string& sql, const std::function<void(Store&)>& read) {
        const std::string before = ::test::read_file(file());
        tamper(file(), sql);
        {
            Store store(*home);
            EXPECT_THROW(read(store), std::runtime_error) << sql;
        }
        fs::remove(home_path() / "nfp.db-wal");
        fs::remove(home_path() / "nfp.db-shm");
        ::test::write_file(file(), before);
    };
    expect_refusal("UPDATE named_value SET sealed = zeroblob(60)", [](Store& store) { (void)store.value("a"); });
    expect_refusal("UPDATE named_value SET sealed = (SELECT sealed FROM entry)", [](Store& store) { (void)store.value("a"); });
    expect_refusal("UPDATE entry SET sealed = (SELECT sealed FROM entry WHERE register_index = 2)",
                   [](Store& store) { (void)store.entry_at(1); });
    expect_refusal("UPDATE entry SET register_index = 5 WHERE register_index = 1",
                   [](Store& store) { store.each_entry(3, [](const StoredEntry&) { return true; }); });
    expect_refusal(
        "UPDATE entry SET id = (SELECT id FROM entry WHERE register_index = 2); DELETE FROM entry WHERE register_index = 2",
        [](Store& store) { (void)store.entry_by_id(id_number(2)); });
    expect_refusal(
        "UPDATE entry SET header = (SELECT header FROM entry WHERE register_index = 2); DELETE FROM entry WHERE register_index = "
        "2",
        [](Store& store) { (void)store.index_of_header(header_hash(2)); });
    expect_refusal("UPDATE outbox SET key = 77", [](Store& store) { (void)store.outbox(); });
    Store store(*home);
    expect_equal(store.entry_at(1).value(), sample(1, 1));
}

TEST_F(StoreTest, refuses_a_newer_schema) {
    { Store store(*home); }
    tamper(file(), "PRAGMA user_version = 1000");
    try {
        Store store(*home);
        ADD_FAILURE() << "opened";
    } catch (const std::runtime_error& error) {
        EXPECT_THAT(error.what(), testing::HasSubstr("update nfp"));
    }
}

TEST_F(StoreTest, says_what_to_do_about_a_file_that_is_no_database) {
    ::test::write_file(file(), std::string(8192, 'x'));
    try {
        Store store(*home);
        ADD_FAILURE() << "opened";
    } catch (const std::runtime_error& error) {
        EXPECT_THAT(error.what(), testing::HasSubstr("restore the folder from a backup"));
    }
}

TEST_F(StoreTest, does_not_open_under_another_homes_keys) {
    {
        Store store(*home);
        store.put_entry(sample(1, 1));
    }
    const ::test::TemporaryFolder other;
    const auto stranger = Home::create(other.path(), crypto::to_secret("passphrase"));
    ASSERT_TRUE(stranger);
    fs::copy_file(file(), other.path() / "nfp.db");
    Store store(*stranger);
    EXPECT_THROW((void)store.entry_at(1), std::runtime_error);
    EXPECT_FALSE(store.entry_by_id(id_number(1)));
}

}  // namespace
}  // namespace clients
