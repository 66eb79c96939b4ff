#include "clients/core/store/store.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "crypto/random.hpp"
#include "protocol/register_chain.hpp"
#include "tests/unit/clients/home/temporary_folder.hpp"

namespace clients {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;

class StoreTest : public testing::Test {
protected:
    // Argon2id once for all tests: each has its own folder, under the keys of one home.
    static void SetUpTestSuite() {
        suite_folder = std::make_unique<test::TemporaryFolder>();
        ASSERT_TRUE(Home::create(suite_folder->path() / "home", crypto::to_secret("passphrase")));
    }
    static void TearDownTestSuite() { suite_folder.reset(); }

    void SetUp() override {
        for (const char* name : {"nfp.db", "nfp.db-wal", "nfp.db-shm"}) fs::remove(home_path() / name);
        static std::optional<Home> opened;
        if (!opened) opened = std::move(*Home::open(home_path(), crypto::to_secret("passphrase")));
        home = &*opened;
    }
    static fs::path home_path() { return suite_folder->path() / "home"; }
    static fs::path file() { return home_path() / "nfp.db"; }

    // Runs SQL on the file as somebody without the keys would.
    static void tamper(const std::string& sql) {
        sqlite3* database = nullptr;
        ASSERT_EQ(sqlite3_open(file().c_str(), &database), SQLITE_OK);
        EXPECT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(database);
        sqlite3_close(database);
    }

    static inline std::unique_ptr<test::TemporaryFolder> suite_folder;
    const Home* home = nullptr;
};

protocol::EntryId id_number(std::uint8_t number) {
    protocol::EntryId id;
    id.fill(number);
    return id;
}

StoredEntry sample(std::uint64_t index, std::uint8_t number) {
    const protocol::Leaf leaf{.id = id_number(number), .time = 1'700'000'000, .number = {}, .links = {}};
    const std::string entry = "{\"kind\":\"request\",\"n\":" + std::to_string(number) + "}\nsignature\n\nbody";
    return {.index = index, .leaf = protocol::leaf_line(leaf), .delivered = protocol::Delivered::whole, .entry = crypto::to_bytes(entry),
            .fault = {}, .content = crypto::to_secret("{\"title\":\"a title\"}")};
}

crypto::Digest header_hash(std::uint8_t number) {
    return crypto::sha256("{\"kind\":\"request\",\"n\":" + std::to_string(number) + "}");
}

void expect_equal(const StoredEntry& a, const StoredEntry& b) {
    EXPECT_EQ(a.index, b.index);
    EXPECT_EQ(a.leaf, b.leaf);
    EXPECT_EQ(a.delivered, b.delivered);
    EXPECT_EQ(a.entry, b.entry);
    EXPECT_EQ(a.fault, b.fault);
    EXPECT_TRUE(crypto::equal_constant_time(a.content, b.content));
}

TEST_F(StoreTest, keeps_values_across_openings) {
    {
        Store store(*home);
        EXPECT_FALSE(store.value("keyring"));
        store.put_value("keyring", crypto::to_secret("first"));
        store.put_value("keyring", crypto::to_secret("second"));
        store.put_value("empty", {});
        store.put_value("gone", crypto::to_secret("x"));
        store.erase_value("gone");
    }
    Store store(*home);
    EXPECT_EQ(crypto::as_text(store.value("keyring").value()), "second");
    EXPECT_TRUE(store.value("empty").value().empty());
    EXPECT_FALSE(store.value("gone"));
    EXPECT_FALSE(store.value("Keyring"));
}

TEST_F(StoreTest, finds_entries_by_index_id_and_header) {
    Store store(*home);
    store.put_entry(sample(7, 1));
    store.put_entry(sample(3, 2));
    EXPECT_EQ(store.entry_count(), 2u);
    expect_equal(store.entry_at(7).value(), sample(7, 1));
    expect_equal(store.entry_by_id(id_number(2)).value(), sample(3, 2));
    EXPECT_EQ(store.index_of_header(header_hash(1)), 7u);
    EXPECT_FALSE(store.entry_at(4));
    EXPECT_FALSE(store.entry_by_id(id_number(3)));
    EXPECT_FALSE(store.index_of_header(header_hash(3)));
}

TEST_F(StoreTest, names_the_first_of_two_with_the_same_header) {
    Store store(*home);
    store.put_entry(sample(9, 1));
    store.put_entry(sample(4, 1));
    EXPECT_EQ(store.index_of_header(header_hash(1)), 4u);
    EXPECT_EQ(store.entry_by_id(id_number(1)).value().index, 4u);
}

TEST_F(StoreTest, replaces_an_entry_with_all_that_finds_it) {
    Store store(*home);
    store.put_entry(sample(7, 1));
    StoredEntry better = sample(7, 2);
    better.fault = "bad-signature";
    better.delivered = protocol::Delivered::header_only;
    better.content.clear();
    store.put_entry(better);
    EXPECT_EQ(store.entry_count(), 1u);
    expect_equal(store.entry_at(7).value(), better);
    EXPECT_FALSE(store.entry_by_id(id_number(1)));
    EXPECT_FALSE(store.index_of_header(header_hash(1)));
}

TEST_F(StoreTest, keeps_what_cannot_be_read) {
    Store store(*home);
    const StoredEntry odd{.index = 0, .leaf = "no leaf", .delivered = protocol::Delivered::whole, .entry = {0xff, 0x00},
                          .fault = "malformed-entry", .content = {}};
    store.put_entry(odd);
    expect_equal(store.entry_at(0).value(), odd);
}

TEST_F(StoreTest, visits_in_index_order_and_lets_the_visitor_write) {
    Store store(*home);
    for (const std::uint64_t index : {50u, 2u, 300u, 1u}) store.put_entry(sample(index, static_cast<std::uint8_t>(index)));
    std::vector<std::uint64_t> seen;
    store.each_entry(2, [&](const StoredEntry& entry) {
        seen.push_back(entry.index);
        StoredEntry opened = sample(entry.index, static_cast<std::uint8_t>(entry.index));
        opened.content = crypto::to_secret("opened");
        store.put_entry(opened);
        return entry.index < 50;
    });
    EXPECT_THAT(seen, ElementsAre(2, 50));
    EXPECT_EQ(crypto::as_text(store.entry_at(2).value().content), "opened");
}

TEST_F(StoreTest, undoes_a_transaction_that_throws) {
    Store store(*home);
    store.put_value("a", crypto::to_secret("before"));
    EXPECT_THROW(store.transaction([&] {
        store.put_value("a", crypto::to_secret("after"));
        store.put_entry(sample(1, 1));
        store.put_outbox({.key = 0, .entries = {}, .draft = {}, .created = 0});
        throw std::runtime_error("no");
    }),
                 std::runtime_error);
    EXPECT_EQ(crypto::as_text(store.value("a").value()), "before");
    EXPECT_EQ(store.entry_count(), 0u);
    EXPECT_TRUE(store.outbox().empty());
    store.transaction([&] { store.put_value("a", crypto::to_secret("after")); });
    EXPECT_EQ(crypto::as_text(store.value("a").value()), "after");
}

TEST_F(StoreTest, joins_transactions) {
    Store store(*home);
    // The outer one fails: the inner one, though it ended well, is undone too.
    EXPECT_THROW(store.transaction([&] {
        store.transaction([&] { store.put_value("inner", crypto::to_secret("x")); });
        throw std::runtime_error("no");
    }),
                 std::runtime_error);
    EXPECT_FALSE(store.value("inner"));
    // The inner one fails and the outer one goes on: only the inner one is undone.
    store.transaction([&] {
        store.put_value("outer", crypto::to_secret("x"));
        EXPECT_THROW(store.transaction([&] {
            store.put_value("inner", crypto::to_secret("x"));
            throw std::runtime_error("no");
        }),
                     std::runtime_error);
    });
    EXPECT_TRUE(store.value("outer"));
    EXPECT_FALSE(store.value("inner"));
}

TEST_F(StoreTest, changes_of_an_open_transaction_are_unseen_by_others) {
    Store writer(*home), reader(*home);
    writer.transaction([&] {
        writer.put_value("a", crypto::to_secret("x"));
        EXPECT_FALSE(reader.value("a"));
    });
    EXPECT_TRUE(reader.value("a"));
}

TEST_F(StoreTest, keeps_the_outbox_in_order_and_never_reuses_a_key) {
    std::uint64_t first = 0, second = 0;
    {
        Store store(*home);
        first = store.put_outbox({.key = 99, .entries = {crypto::to_bytes("e1"), {}}, .draft = crypto::to_secret("d1"), .created = 11});
        second = store.put_outbox({.key = 0, .entries = {crypto::to_bytes("e2")}, .draft = {}, .created = 12});
        EXPECT_LT(first, second);
    }
    Store store(*home);
    auto items = store.outbox();
    ASSERT_EQ(items.size(), 2u);
    EXPECT_EQ(items[0].key, first);
    EXPECT_THAT(items[0].entries, ElementsAre(crypto::to_bytes("e1"), crypto::Bytes{}));
    EXPECT_EQ(crypto::as_text(items[0].draft), "d1");
    EXPECT_EQ(items[0].created, 11);

    items[0].entries = {crypto::to_bytes("sealed again")};
    store.replace_outbox(items[0]);
    EXPECT_THAT(store.outbox()[0].entries, ElementsAre(crypto::to_bytes("sealed again")));
    store.remove_outbox(second);
    EXPECT_GT(store.put_outbox({.key = 0, .entries = {}, .draft = {}, .created = 0}), second);
    store.remove_outbox(first);
    EXPECT_THROW(store.replace_outbox(items[0]), std::logic_error);
}

TEST_F(StoreTest, shows_nothing_readable_in_its_files) {
    const std::vector<std::string> needles = {"NEEDLE-value-name", "NEEDLE-value-text", "NEEDLE-entry", "NEEDLE-content", "NEEDLE-fault",
                                              "NEEDLE-draft",      "NEEDLE-outbox",     "NEEDLE-old"};
    StoredEntry entry = sample(1, 1);
    entry.entry = crypto::to_bytes("{\"author\":\"NEEDLE-entry\"}\nNEEDLE-entry");
    entry.content = crypto::to_secret("NEEDLE-content");
    entry.fault = "NEEDLE-fault";
    const crypto::Digest header = crypto::sha256("{\"author\":\"NEEDLE-entry\"}");
    const auto search = [&](const char* when) {
        std::size_t bytes = 0;
        for (const auto& item : fs::directory_iterator(home_path())) {
            const std::string content = test::read_file(item.path());
            bytes += content.size();
            for (const std::string& needle : needles) EXPECT_EQ(content.find(needle), std::string::npos) << needle << " in " << item.path() << when;
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
        store.put_outbox({.key = 0, .entries = {crypto::to_bytes("NEEDLE-outbox")}, .draft = crypto::to_secret("NEEDLE-draft"), .created = 1});
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
    const std::string start = test::read_file(file()).substr(0, 20);
    EXPECT_EQ(start[18], 2);
    EXPECT_EQ(start[19], 2);
}

TEST_F(StoreTest, serves_two_processes_at_once) {
    constexpr int rounds = 100;
    { Store made(*home); }
    const auto work = [&](const std::string& who) {
        Store store(*home);
        for (int round = 0; round < rounds; ++round) {
            store.transaction([&] {  // read, add one, write: lost when two run at once
                const auto found = store.value("count");
                const int count = found ? std::stoi(std::string(crypto::as_text(*found))) : 0;
                store.put_value("count", crypto::to_secret(std::to_string(count + 1)));
            });
            store.put_outbox({.key = 0, .entries = {crypto::to_bytes(who)}, .draft = {}, .created = round});
        }
    };
    const pid_t child = ::fork();
    if (child == 0) {
        try {
            work("child");
            ::_exit(0);
        } catch (const std::exception& error) {
            fprintf(stderr, "%s\n", error.what());
            ::_exit(1);
        }
    }
    work("parent");
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
    Store store(*home);
    EXPECT_EQ(crypto::as_text(store.value("count").value()), std::to_string(2 * rounds));
    EXPECT_EQ(store.outbox().size(), 2u * rounds);
}

TEST_F(StoreTest, is_made_once_by_many_at_the_same_time) {
    std::vector<pid_t> children;
    for (int i = 0; i < 6; ++i) {
        const pid_t child = ::fork();
        if (child == 0) {
            try {
                Store store(*home);
                store.put_value("from " + std::to_string(i), crypto::to_secret("x"));
                ::_exit(0);
            } catch (const std::exception& error) {
                fprintf(stderr, "%s\n", error.what());
                ::_exit(1);
            }
        }
        children.push_back(child);
    }
    for (const pid_t child : children) {
        int status = 0;
        ::waitpid(child, &status, 0);
        EXPECT_EQ(status, 0);
    }
    Store store(*home);
    for (int i = 0; i < 6; ++i) EXPECT_TRUE(store.value("from " + std::to_string(i)));
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
        const std::string before = test::read_file(file());
        tamper(sql);
        {
            Store store(*home);
            EXPECT_THROW(read(store), std::runtime_error) << sql;
        }
        fs::remove(home_path() / "nfp.db-wal");
        fs::remove(home_path() / "nfp.db-shm");
        test::write_file(file(), before);
    };
    expect_refusal("UPDATE named_value SET sealed = zeroblob(60)", [](Store& store) { (void)store.value("a"); });
    expect_refusal("UPDATE named_value SET sealed = (SELECT sealed FROM entry)", [](Store& store) { (void)store.value("a"); });
    expect_refusal("UPDATE entry SET sealed = (SELECT sealed FROM entry WHERE register_index = 2)", [](Store& store) { (void)store.entry_at(1); });
    expect_refusal("UPDATE entry SET register_index = 5 WHERE register_index = 1",
                   [](Store& store) { store.each_entry(3, [](const StoredEntry&) { return true; }); });
    expect_refusal("UPDATE entry SET id = (SELECT id FROM entry WHERE register_index = 2); DELETE FROM entry WHERE register_index = 2",
                   [](Store& store) { (void)store.entry_by_id(id_number(2)); });
    expect_refusal("UPDATE entry SET header = (SELECT header FROM entry WHERE register_index = 2); DELETE FROM entry WHERE register_index = 2",
                   [](Store& store) { (void)store.index_of_header(header_hash(2)); });
    expect_refusal("UPDATE outbox SET key = 77", [](Store& store) { (void)store.outbox(); });
    Store store(*home);
    expect_equal(store.entry_at(1).value(), sample(1, 1));
}

TEST_F(StoreTest, refuses_a_newer_schema) {
    { Store store(*home); }
    tamper("PRAGMA user_version = 1000");
    try {
        Store store(*home);
        ADD_FAILURE() << "opened";
    } catch (const std::runtime_error& error) {
        EXPECT_THAT(error.what(), testing::HasSubstr("update nfp"));
    }
}

TEST_F(StoreTest, says_what_to_do_about_a_file_that_is_no_database) {
    test::write_file(file(), std::string(8192, 'x'));
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
    const test::TemporaryFolder other;
    const auto stranger = Home::create(other.path(), crypto::to_secret("passphrase"));
    ASSERT_TRUE(stranger);
    fs::copy_file(file(), other.path() / "nfp.db");
    Store store(*stranger);
    EXPECT_THROW((void)store.entry_at(1), std::runtime_error);
    EXPECT_FALSE(store.entry_by_id(id_number(1)));
}

}  // namespace
}  // namespace clients
